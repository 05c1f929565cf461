namespace DialIn.Ivr;

/// <summary>How a caller is asked for a PIN.</summary>
internal sealed record PinEntrySettings
{
    /// <summary>Languages offered at the called number, the first one spoken first; at least one, none twice.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Digits at which an entry is complete without <c>#</c>: those of the longest PIN in use, 5 to 12.</summary>
    public required int PinLength { get; init; }

    /// <summary>Digits of the PINs in use: an entry that stops after so many is one of them.</summary>
    public IReadOnlyList<int> PinLengths { get; init; } = [];

    /// <summary>How many PINs a caller may try, at least 1.</summary>
    // Three: two slips of a finger are forgiven, and guessing stays expensive.
    public int MaxTries { get; init; } = 3;

    /// <summary>How often the prompt is spoken to a caller who types nothing, at least 1.</summary>
    public int MaxSilentRounds { get; init; } = 3;

    /// <summary>How long after the prompt the first digit may take.</summary>
    // Ten seconds: time to put on one's glasses and to find the invitation.
    public TimeSpan FirstDigitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long after a digit the next one may take.</summary>
    // Ten seconds, too: slow fingers, and a telephone whose keys are in the hand-piece has to be looked at between digits.
    public TimeSpan InterDigitTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to wait for another digit where a PIN may be complete, though there are longer ones.</summary>
    // Five seconds: who has typed a whole PIN waits for an answer; who reads the next three digits from a paper is quicker.
    public TimeSpan PauseAfterPin { get; init; } = TimeSpan.FromSeconds(5);
}
