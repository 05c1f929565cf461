namespace DialIn.Ivr;

/// <summary>What happens to a PIN entry.</summary>
internal abstract record PinEntryInput;

/// <summary>The caller pressed a key.</summary>
internal sealed record KeyPressed(TelephoneKey Key) : PinEntryInput;

/// <summary>The prompt was spoken to its end.</summary>
internal sealed record PromptEnded : PinEntryInput;

/// <summary>The timer ran out.</summary>
internal sealed record TimedOut : PinEntryInput;

/// <summary>The PIN leads nowhere.</summary>
/// <param name="IsLast">Whether no further try is allowed, however few there were.</param>
internal sealed record PinRefused(bool IsLast = false) : PinEntryInput;
