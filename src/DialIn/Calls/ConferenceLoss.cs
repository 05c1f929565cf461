namespace DialIn.Calls;

/// <summary>How a conference was lost.</summary>
internal enum ConferenceLoss
{
    /// <summary>It sent BYE.</summary>
    Bye,

    /// <summary>It refused the call.</summary>
    Refused,

    /// <summary>Its server does not answer, or nothing is heard from it.</summary>
    Silence,
}
