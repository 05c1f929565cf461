using System.ComponentModel;

namespace DialIn.Operations.Alarms;

/// <summary>Something that is wrong now, and since when.</summary>
internal sealed record Alarm(
    [property: Description("What kind of thing, one word for programs: TrunkNotRegistered.")] string Kind,
    [property: Description("What it is about: the name of a trunk, a server, a file.")] string Subject,
    [property: Description("Urgent: callers suffer now. Warning: they may, unless somebody does something.")] string Severity,
    [property: Description("Since when this process knows of it.")] DateTimeOffset Since,
    [property: Description("The same in a sentence, with what to do.")] string Says);
