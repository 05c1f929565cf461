using System.Net;

namespace DialIn.Trunks;

/// <summary>What is known of one published list. Waits are counted by the monotonic clock, which nobody sets. Immutable.</summary>
internal sealed record KnownList
{
    /// <summary>Nothing yet.</summary>
    public static KnownList None { get; } = new();

    /// <summary>What it said when it was read last; empty if it never was.</summary>
    public IReadOnlyList<IPNetwork> Networks { get; init; } = [];

    /// <summary>When that was; if it never was, when that was first tried.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>When it was asked for last, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long? AskedAt { get; init; }

    /// <summary>How long after that it is asked for again.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>When it was said that it cannot be read; null while it can.</summary>
    public long? SaidAt { get; init; }

    /// <summary>How old that is what it says.</summary>
    public TimeSpan Age(TimeProvider time) => Since is { } since && time.GetUtcNow() > since ? time.GetUtcNow() - since : TimeSpan.Zero;

    /// <summary>How long it is to be waited for.</summary>
    public TimeSpan Wait(TimeProvider time)
    {
        var wait = AskedAt is { } asked ? Pause - time.GetElapsedTime(asked) : TimeSpan.Zero;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait < Pause ? wait : Pause;
    }

    /// <summary>What holds while it cannot be read, as a sentence.</summary>
    public string Meanwhile(TimeProvider time) => Networks.Count == 0
        ? "nobody is admitted by it until it is read"
        : $"calls are admitted from the {Networks.Count} networks that it named {Words(Age(time))} ago";

    /// <summary>An age in words.</summary>
    public static string Words(TimeSpan age) => age.TotalDays >= 1 ? $"{(int)age.TotalDays} d" : age.TotalHours >= 1 ? $"{(int)age.TotalHours} h" : $"{(int)age.TotalMinutes} min";
}
