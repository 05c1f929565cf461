using System.Net;
using System.Net.Sockets;

namespace DialIn.Calls;

/// <summary>The addresses for audio that peers are told: one of each family at most, where the local one is not the right one.</summary>
/// <param name="Published">What is written into session descriptions instead of the local address of the same family.</param>
internal sealed record MediaAddresses(IReadOnlyList<IPAddress> Published)
{
    /// <summary>What the peer of a leg is told.</summary>
    /// <param name="local">Where the leg receives.</param>
    public IPEndPoint Of(IPEndPoint local) =>
        new(Published.FirstOrDefault(address => address.AddressFamily == local.AddressFamily) ?? local.Address, local.Port);

    /// <summary>The family in which a conference server is offered audio: that of its address, the newer one if it has both and we speak SIP in it.</summary>
    /// <param name="addresses">The server's addresses; none if they are not known.</param>
    /// <param name="spoken">The families in which we speak SIP and receive audio.</param>
    /// <returns>Null leaves it to the pool of ports.</returns>
    // RFC 3263 §4.2 leaves the order to us, and SIP takes IPv6 first: the audio goes the same way.
    public static AddressFamily? FamilyFor(IReadOnlyList<IPAddress> addresses, IReadOnlyCollection<AddressFamily> spoken)
    {
        foreach (var family in new[] { AddressFamily.InterNetworkV6, AddressFamily.InterNetwork })
        {
            if (spoken.Contains(family) && addresses.Any(address => address.AddressFamily == family))
            {
                return family;
            }
        }

        return addresses is [var only, ..] ? only.AddressFamily : null;
    }
}
