namespace DialIn.Ivr;

/// <summary>One step of a PIN entry: the state after it, and what has to be done, in this order.</summary>
internal readonly record struct PinEntryStep(PinEntryState State, IReadOnlyList<PinEntryEffect> Effects);
