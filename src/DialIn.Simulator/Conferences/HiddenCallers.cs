namespace DialIn.Simulator.Conferences;

/// <summary>What a simulated server does with callers who hide.</summary>
public enum HiddenCallers
{
    /// <summary>Refuses them before the answer, with 603.</summary>
    Refuse,

    /// <summary>Answers and hangs up at once.</summary>
    HangUpAfterAnswer,

    /// <summary>Lets them in, as BBB did before April 2025.</summary>
    Admit,
}
