using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>An address and port without allocation: IPv4 is kept in its IPv6-mapped form.</summary>
/// <param name="High">The address's first eight bytes.</param>
/// <param name="Low">Its last eight bytes.</param>
/// <param name="Port">The UDP port.</param>
internal readonly record struct SocketPeer(ulong High, ulong Low, ushort Port)
{
    // Offsets in sockaddr_in and sockaddr_in6; they are the same on all systems, unlike those of the family.
    private const int PortOffset = 2;
    private const int AddressOffset = 4;
    private const int AddressOffsetV6 = 8;
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    /// <summary>Whether this is an address that one can send to.</summary>
    public bool IsSpecified => Port != 0 && (High != 0 || (Low & ~MappedPrefix) != 0);

    /// <summary>Takes the address and port of an endpoint.</summary>
    public static SocketPeer From(IPEndPoint endPoint)
    {
        Span<byte> address = stackalloc byte[16];
        endPoint.Address.MapToIPv6().TryWriteBytes(address, out _);
        return new SocketPeer(
            BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), (ushort)endPoint.Port);
    }

    /// <summary>Reads port and address from a socket address of the given family.</summary>
    public static SocketPeer Read(ReadOnlySpan<byte> socketAddress, AddressFamily family)
    {
        var port = BinaryPrimitives.ReadUInt16BigEndian(socketAddress[PortOffset..]);
        return family == AddressFamily.InterNetwork
            ? new SocketPeer(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(socketAddress[AddressOffset..]), port)
            : new SocketPeer(
                BinaryPrimitives.ReadUInt64BigEndian(socketAddress[AddressOffsetV6..]),
                BinaryPrimitives.ReadUInt64BigEndian(socketAddress[(AddressOffsetV6 + 8)..]),
                port);
    }

    /// <summary>Writes port and address into a socket address whose family is already set.</summary>
    public void Write(Span<byte> socketAddress, AddressFamily family)
    {
        BinaryPrimitives.WriteUInt16BigEndian(socketAddress[PortOffset..], Port);
        if (family == AddressFamily.InterNetwork)
        {
            BinaryPrimitives.WriteUInt32BigEndian(socketAddress[AddressOffset..], (uint)Low);
            return;
        }

        BinaryPrimitives.WriteUInt64BigEndian(socketAddress[AddressOffsetV6..], High);
        BinaryPrimitives.WriteUInt64BigEndian(socketAddress[(AddressOffsetV6 + 8)..], Low);
    }

    /// <summary>Whether the other has the same address, whatever its port.</summary>
    public bool HasAddressOf(in SocketPeer other) => High == other.High && Low == other.Low;

    /// <summary>The endpoint, IPv4 in its own form. Allocates.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> address = stackalloc byte[16];
        BinaryPrimitives.WriteUInt64BigEndian(address, High);
        BinaryPrimitives.WriteUInt64BigEndian(address[8..], Low);
        var ip = new IPAddress(address);
        return new IPEndPoint(ip.IsIPv4MappedToIPv6 ? ip.MapToIPv4() : ip, Port);
    }
}
