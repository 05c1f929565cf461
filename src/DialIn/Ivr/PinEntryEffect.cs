using DialIn.Pins;

namespace DialIn.Ivr;

/// <summary>What a PIN entry wants done.</summary>
internal abstract record PinEntryEffect;

/// <summary>Speak these, one after the other, in place of what is being spoken; a key cuts them off.</summary>
internal sealed record Say(IReadOnlyList<Prompt> Prompts) : PinEntryEffect;

/// <summary>Stop speaking.</summary>
internal sealed record Hush : PinEntryEffect;

/// <summary>Start the one timer, anew if it runs.</summary>
internal sealed record StartTimer(TimeSpan Due) : PinEntryEffect;

/// <summary>Stop the timer.</summary>
internal sealed record StopTimer : PinEntryEffect;

/// <summary>
/// Look a PIN up. <see langword="null"/>: what was typed can be no PIN; nothing has to be asked, but the answer must take
/// as long and sound the same.
/// </summary>
internal sealed record LookUp(Pin? Pin) : PinEntryEffect;

/// <summary>Say goodbye.</summary>
internal sealed record GiveUp(PinEntryFailure Failure) : PinEntryEffect;
