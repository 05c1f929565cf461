namespace DialIn.Ivr;

/// <summary>Where the entry of a PIN stands. Plain data; the digits in it do not print.</summary>
internal sealed record PinEntryState
{
    /// <summary>What is going on.</summary>
    public PinEntryStatus Status { get; init; } = PinEntryStatus.Prompting;

    /// <summary>Index of the language spoken now.</summary>
    public int LanguageIndex { get; init; }

    /// <summary>Digits typed so far.</summary>
    public TypedKeys Typed { get; init; }

    /// <summary>Keys pressed while a PIN is being looked up: the beginning of the next try, if there is one.</summary>
    public TypedKeys TypedAhead { get; init; }

    /// <summary>How many PINs were wrong.</summary>
    public int WrongPins { get; init; }

    /// <summary>How many prompts in a row went unanswered.</summary>
    public int SilentRounds { get; init; }

    /// <summary>
    /// Whether a <c>#</c> that comes next belongs to the PIN before it: many people press it though the PIN is complete.
    /// It must not change the language.
    /// </summary>
    public bool HashMayTrail { get; init; }
}
