using System.Globalization;
using System.Net;
using DialIn.Media.Codecs;
using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>How one value of the configuration becomes a typed one, and what to say when it does not.</summary>
internal static class ScalarTypes
{
    private const int DnsPort = 53;

    /// <summary>The codecs that there are, as they are written.</summary>
    public static readonly string CodecNames = string.Join(", ", AudioCodec.All);

    private delegate bool Parser<T>(string text, out T value);

    private static readonly Dictionary<Type, Scalar> Known = new()
    {
        [typeof(string)] = new("text", "must be a text", static text => text),
        [typeof(bool)] = Of<bool>("true or false", "must be true or false", bool.TryParse),
        [typeof(int)] = Of<int>("integer", "must be a whole number", TryInteger),
        [typeof(TimeSpan)] = Of<TimeSpan>("duration", "must be a duration, such as 30 s, 30 min, 8 h, 3 d or 00:30:00", Duration.TryParse),
        [typeof(IPAddress)] = Of<IPAddress>("IP address", "must be an IP address, such as 192.0.2.1", TryAddress),
        [typeof(IPEndPoint)] = Of<IPEndPoint>("name server", "must be an IP address with or without a port, such as 192.0.2.53 or 192.0.2.53:5353", TryNameServer),
        [typeof(AllowedSource)] = Of<AllowedSource>(
            "network, name or list", "must be a network, such as 192.0.2.0/24, a single address, a host or domain, such as sip.carrier.example, or a list of networks that the carrier publishes, such as https://carrier.example/networks.json: no user, no password and no ? in it", TryAllowedSource),
        [typeof(IPNetwork)] = Of<IPNetwork>("network", "must be a network or an address, such as 192.0.2.0/24: names are not looked up for audio", TryNetwork),
        [typeof(AddressPair)] = Of<AddressPair>(
            "one or two IP addresses", "must be an IP address, such as 192.0.2.1, or one of each family: 192.0.2.1, 2001:db8::1", AddressPair.TryParse),
        [typeof(AudioCodec)] = new($"one of {CodecNames}", $"must be one of {CodecNames}", Codec),
        [typeof(PortRange)] = Of<PortRange>("port range", "must be two ports in ascending order, such as 20000-29999", PortRange.TryParse),
        [typeof(SipListenAddress)] = Of<SipListenAddress>(
            "listen address", "must be udp://, tcp:// or tls://, an IP address and a port, such as udp://192.0.2.1:5060", SipListenAddress.TryParse),
    };

    /// <summary>The scalar that a type is; <see langword="null"/> for lists and sections.</summary>
    public static Scalar? For(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            var names = string.Join(", ", Enum.GetNames(type));
            return new Scalar($"one of {names}", $"must be one of {names}", text => EnumValue(type, text));
        }

        return Known.GetValueOrDefault(type);
    }

    private static Scalar Of<T>(string name, string expected, Parser<T> parser) =>
        new(name, expected, text => parser(text, out var value) ? value : null);

    // Enum.TryParse would take "1" as well, and any number at that.
    private static object? EnumValue(Type type, string text) =>
        Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found ? Enum.Parse(type, found) : null;

    private static AudioCodec? Codec(string text) =>
        AudioCodec.All.FirstOrDefault(codec => codec.EncodingName.Equals(text, StringComparison.OrdinalIgnoreCase));

    private static bool TryInteger(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool TryAddress(string text, out IPAddress value)
    {
        // IPAddress reads "127.1", "1" and "[::1]:80" as addresses too; nobody means that here.
        var isPlain = text.Contains(':', StringComparison.Ordinal) ? !text.Contains('[', StringComparison.Ordinal) : text.Count(static c => c == '.') == 3;
        value = IPAddress.None;
        return isPlain && IPAddress.TryParse(text, out value!);
    }

    private static bool TryNameServer(string text, out IPEndPoint value)
    {
        // Without brackets the colons of an IPv6 address would be taken for a port's.
        value = null!;
        if (TryAddress(text, out var address))
        {
            value = new IPEndPoint(address, DnsPort);
        }
        else if (text.LastIndexOf(':') > text.LastIndexOf(']') && (text[0] == '[' || text.Count(static c => c == '.') == 3)
            && IPEndPoint.TryParse(text, out var endPoint) && endPoint.Port > 0)
        {
            value = endPoint;
        }

        return value is not null;
    }

    private static bool TryAllowedSource(string text, out AllowedSource value)
    {
        var isNetwork = TryNetwork(text, out var network);
        // A name whose last part is a number is a mistyped address.
        var isName = !isNetwork && Uri.CheckHostName(text) == UriHostNameType.Dns && text.TrimEnd('.').Split('.')[^1].Any(char.IsAsciiLetter);
        if (isNetwork || isName)
        {
            value = isNetwork ? new AllowedSource(network, null) : new AllowedSource(null, text.TrimEnd('.'));
            return true;
        }

        var isList = TryList(text, out var list);
        value = new AllowedSource(null, null, list);
        return isList;
    }

    // Who can change the list on its way could let himself in: not over the network without TLS. RFC 6901 §6: the fragment is a JSON pointer.
    private static bool TryList(string text, out Uri? value) =>
        Uri.TryCreate(text, UriKind.Absolute, out value)
        && (value.Scheme == Uri.UriSchemeHttps || (value.Scheme == Uri.UriSchemeHttp && value.IsLoopback))
        // It stands in logs and in the database, where no key must.
        && value.UserInfo.Length == 0
        && !value.OriginalString.Split('#')[0].Contains('?', StringComparison.Ordinal)
        && (value.Fragment.Length == 0 || value.Fragment.StartsWith("#/", StringComparison.Ordinal));

    private static bool TryNetwork(string text, out IPNetwork value)
    {
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(text, out value);
        }

        value = default;
        if (!TryAddress(text, out var address))
        {
            return false;
        }

        value = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    /// <summary>A type of a value.</summary>
    /// <param name="Name">What the documentation calls it.</param>
    /// <param name="Expected">What would be right.</param>
    /// <param name="Parse">The value, or <see langword="null"/>.</param>
    internal sealed record Scalar(string Name, string Expected, Func<string, object?> Parse);
}
