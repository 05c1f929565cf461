using System.Net;

namespace DialIn.Hosting.Configuration;

/// <summary>Section <c>DialIn:Media</c>: where audio is sent and received.</summary>
internal sealed class MediaOptions
{
    /// <summary>Address that audio is received on; one of each family with a comma between, where trunks and servers speak different ones.</summary>
    // All addresses: trunk and servers may be on different networks of the machine.
    public AddressPair Address { get; set; } = new(IPAddress.Any, null);

    /// <summary>The address written into SDP, where it is not <see cref="Address"/> (NAT, 0.0.0.0); one of each family with a comma between.</summary>
    // Unset: on a machine with one public address the one received on is right.
    public AddressPair? PublicAddress { get; set; }

    /// <summary>UDP ports for audio, 1024 to 65535; the first is even. A call takes four.</summary>
    // Ten thousand: a thousand calls and as many again that have just ended and whose ports rest. Below Linux's own ephemeral ports.
    public PortRange PortRange { get; set; } = new(20000, 29999);

    /// <summary>How many threads move the calls' audio, 1 to 64.</summary>
    // Unset: one per core of the machine but one, and at least one.
    public int? Threads { get; set; }
}
