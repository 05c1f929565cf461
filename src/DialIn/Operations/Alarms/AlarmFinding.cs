namespace DialIn.Operations.Alarms;

/// <summary>Something that is wrong at this moment, as its source finds it.</summary>
/// <param name="Kind">What kind of thing, one word for programs: <c>TrunkNotRegistered</c>.</param>
/// <param name="Subject">What it is about: the name of a trunk, a server, a file.</param>
/// <param name="IsUrgent">Whether callers suffer now; else they may, unless somebody does something.</param>
/// <param name="Says">The same in a sentence, with what to do. It holds no secret, no PIN and no number.</param>
internal sealed record AlarmFinding(string Kind, string Subject, bool IsUrgent, string Says);
