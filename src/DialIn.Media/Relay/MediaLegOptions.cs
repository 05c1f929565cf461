using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>What a leg is like for its whole life.</summary>
public sealed record MediaLegOptions
{
    /// <summary>The leg's name in the log, such as <c>trunk</c> or <c>conference</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The address family of the peer; null takes the first address of the port pool.</summary>
    public AddressFamily? Family { get; init; }

    /// <summary>Whether key presses are reported; off for a leg whose peer has no keys.</summary>
    public bool ReportDigits { get; init; }

    /// <summary>Takes packets from the address in the session description alone: for a peer that is not behind NAT, such as a conference server.</summary>
    public bool Connected { get; init; }

    /// <summary>Networks that the peer may send from, with a comma between; everything from elsewhere is dropped, whatever the session description says. Null for any.</summary>
    public string? Sources { get; init; }

    /// <summary>How long without a packet is a silence; after the peer has described its silence (RFC 3389) it is <see cref="TimeoutOnHold"/>.</summary>
    public TimeSpan SilenceAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long without RTP and RTCP until the peer counts as gone; 0 for never.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>The same where no RTP need come: on hold, and while the peer has described its silence and says nothing.</summary>
    public TimeSpan TimeoutOnHold { get; init; }

    /// <summary>How many packets a second the peer may send; more are dropped. 0 for any number. Twice what the shortest packets (10 ms) make.</summary>
    public int MostPacketsPerSecond { get; init; } = 200;
}
