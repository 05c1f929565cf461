namespace DialIn.Calls;

/// <summary>One step of a call: the state after it, and what has to be done, in this order.</summary>
internal readonly record struct CallStep(CallState State, IReadOnlyList<CallEffect> Effects);
