using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Media.Sdp;

/// <summary>The <c>c=</c> line: where media goes. RFC 8866 §5.7.</summary>
/// <param name="Text">The address as it was written, without TTL and count.</param>
/// <param name="Address">The address, or null where a host name or no valid address is written.</param>
public sealed record ConnectionData(string Text, IPAddress? Address)
{
    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>The line for one of our own addresses.</summary>
    public static ConnectionData Of(IPAddress address) => new(address.ToString(), address);

    /// <summary>Whether media can be sent to it: an address of one machine, neither a group nor everybody.</summary>
    internal bool IsUnicast => Address is not null
        && !Address.Equals(IPAddress.Broadcast)
        && !(Address.AddressFamily == AddressFamily.InterNetworkV6 ? Address.IsIPv6Multicast : Address.GetAddressBytes()[0] >= 224);

    internal static ConnectionData Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        return new ConnectionData(address, ParseAddress(address));
    }

    // IPAddress.TryParse alone takes "1", octal and hexadecimal numbers, scopes, and brackets with ports.
    private static IPAddress? ParseAddress(string text)
    {
        if (text.AsSpan().ContainsAnyExcept(AddressCharacters) || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text ? address : null;
    }
}
