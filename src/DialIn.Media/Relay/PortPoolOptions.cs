using System.Net;

namespace DialIn.Media.Relay;

/// <summary>Which ports the pool may use.</summary>
public sealed record PortPoolOptions
{
    /// <summary>The local address that sockets are bound to.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>An address of the other family, for legs that need it; null if there is none. Both take their ports from the one range.</summary>
    public IPAddress? OtherAddress { get; init; }

    /// <summary>The first port of the range; RTP takes the even ports from here on.</summary>
    public required int First { get; init; }

    /// <summary>The last port of the range, itself included.</summary>
    public required int Last { get; init; }

    /// <summary>How long a closed pair stays bound. The old peer's last packets must not reach the next call.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(30);
}
