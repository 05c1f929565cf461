namespace DialIn.Calls;

/// <summary>How a conference was lost.</summary>
internal enum ConferenceLoss
{
    /// <summary>It sent BYE, as it does at the end of a meeting or to somebody who is removed.</summary>
    Bye,

    /// <summary>It refused the call.</summary>
    Refused,

    /// <summary>The meeting has ended, and perhaps somebody opens it again.</summary>
    Ended,

    /// <summary>Its server does not answer, nothing is heard from it, or it said that it fails.</summary>
    Silence,
}
