using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Sip.Transports;

/// <summary>
/// The address that a packet came from as one number, so that it can be looked up without an allocation. An IPv4 address is
/// the same one whether it came over IPv4 or mapped into IPv6.
/// </summary>
/// <param name="Bits">The IPv6 address in network order; an IPv4 address as <c>::ffff:a.b.c.d</c>.</param>
public readonly record struct SourceAddress(UInt128 Bits)
{
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    // struct sockaddr_in and sockaddr_in6: where the address begins.
    private const int IPv4Offset = 4;
    private const int IPv6Offset = 8;

    /// <summary>Whether it is an IPv4 address.</summary>
    public bool IsIPv4 => Bits >> 32 == MappedPrefix >> 32;

    /// <summary>The source of an address.</summary>
    public static SourceAddress From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? FromIPv4(bytes) : new SourceAddress(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }

    /// <summary>The source of what a socket received; the zero address for any family but IPv4 and IPv6.</summary>
    public static SourceAddress From(SocketAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var raw = address.Buffer.Span;
        return address.Family switch
        {
            AddressFamily.InterNetwork => FromIPv4(raw[IPv4Offset..]),
            AddressFamily.InterNetworkV6 => new SourceAddress(BinaryPrimitives.ReadUInt128BigEndian(raw[IPv6Offset..])),
            _ => default,
        };
    }

    /// <summary>The same as an <see cref="IPAddress"/>.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, Bits);
        return new IPAddress(IsIPv4 ? bytes[12..] : bytes);
    }

    /// <summary>As an address is written.</summary>
    public override string ToString() => ToIPAddress().ToString();

    private static SourceAddress FromIPv4(ReadOnlySpan<byte> bytes) => new(MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(bytes));
}
