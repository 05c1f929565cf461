using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.Media.Sdp;

/// <summary>Writes a description in the order of lines that RFC 8866 §5 demands.</summary>
internal static class SdpWriter
{
    public static byte[] Write(SessionDescription description)
    {
        var text = new StringBuilder(512);
        var origin = description.Origin;
        Line(text, 'v', "0");
        Line(text, 'o', string.Create(CultureInfo.InvariantCulture,
            $"{origin.Username} {origin.SessionId} {origin.Version} {NetworkAddress(origin.Address)}"));
        Line(text, 's', description.SessionName);
        Connection(text, description.Connection);
        Line(text, 't', description.Timing);
        Attributes(text, description.Attributes);
        foreach (var media in description.Media)
        {
            Line(text, 'm', string.Create(CultureInfo.InvariantCulture,
                $"{media.Kind} {media.Port} {media.Protocol} {string.Join(' ', media.Formats)}"));
            Connection(text, media.Connection);
            Attributes(text, media.Attributes);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Connection(StringBuilder text, ConnectionData? connection)
    {
        if (connection is not null)
        {
            Line(text, 'c', NetworkAddress(connection.Text));
        }
    }

    private static void Attributes(StringBuilder text, IReadOnlyList<SdpAttribute> attributes)
    {
        foreach (var (name, value) in attributes)
        {
            Line(text, 'a', value is null ? name : $"{name}:{value}");
        }
    }

    private static string NetworkAddress(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6 ? $"IN IP6 {address}" : $"IN IP4 {address}";

    // A control character in a value must not begin a line of its own.
    private static void Line(StringBuilder text, char type, string value)
    {
        text.Append(type).Append('=');
        foreach (var character in value)
        {
            if (!char.IsControl(character))
            {
                text.Append(character);
            }
        }

        text.Append("\r\n");
    }
}
