using System.Net;
using System.Net.Sockets;

namespace DialIn.Sip.Transports;

/// <summary>
/// Remembers the end points of recent sources, so that a packet of a source seen before costs no allocation. A fixed table:
/// a flood of invented sources only overwrites it. For one reader.
/// </summary>
internal sealed class SourceAddresses
{
    // Room for a few hundred peers at once; two that share a slot merely take turns.
    private const int Slots = 1024;

    private readonly (SocketAddress Key, IPEndPoint EndPoint)[] _slots = new (SocketAddress, IPEndPoint)[Slots];

    /// <summary>The end point of a raw address; an IPv4 address in IPv6 clothes is shown as IPv4.</summary>
    public IPEndPoint Find(SocketAddress address)
    {
        ref var slot = ref _slots[(uint)address.GetHashCode() % Slots];
        if (slot.Key is null || !slot.Key.Equals(address))
        {
            var key = new SocketAddress(address.Family, address.Size);
            address.Buffer.Span[..address.Size].CopyTo(key.Buffer.Span);
            slot = (key, Plain((IPEndPoint)Template(address.Family).Create(address)));
        }

        return slot.EndPoint;
    }

    /// <summary>The end point with an IPv4 address if it is one mapped into IPv6.</summary>
    public static IPEndPoint Plain(IPEndPoint endPoint) =>
        endPoint.Address.IsIPv4MappedToIPv6 ? new IPEndPoint(endPoint.Address.MapToIPv4(), endPoint.Port) : endPoint;

    private static IPEndPoint Template(AddressFamily family) => new(family == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
}
