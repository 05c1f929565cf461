using DialIn.Calls;

namespace DialIn.Operations.Traces;

/// <summary>A call whose messages are seen. Its number is kept as long as the call, so that a trace which is armed meanwhile finds it.</summary>
/// <param name="Id">Our id of the call.</param>
/// <param name="StartedAt">When it came.</param>
internal sealed record TappedCall(string Id, DateTimeOffset StartedAt)
{
    /// <summary>Who calls; withheld when the call is over.</summary>
    public CallerNumber Caller { get; set; }

    /// <summary>Which of our numbers was dialled.</summary>
    public string CalledNumber { get; init; } = "";

    /// <summary>The trace that it is written for, if any.</summary>
    public Trace? Trace { get; set; }

    /// <summary>When it was over; null while it is up.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Whether it is over. Its last messages are still written, and must not show what the first ones hid.</summary>
    public bool IsOver => EndedAt is not null;

    /// <summary>Its exchanges, the trunk's first.</summary>
    public List<Exchange> Exchanges { get; } = [];
}
