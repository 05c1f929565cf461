using System.Globalization;
using System.Net;
using System.Text.Json;

namespace DialIn.Trunks;

/// <summary>
/// A list of networks that a carrier publishes as JSON, or what is wrong with it. Carriers agree on no form, so every text in it that
/// is an address or a network counts; a JSON pointer names the part that is looked at. A list that would open the door is none. Pure.
/// </summary>
/// <param name="Networks">The networks, each once; empty if there is a fault.</param>
/// <param name="Fault">What is wrong, as the end of a sentence about the list.</param>
internal sealed record PublishedList(IReadOnlyList<IPNetwork> Networks, string? Fault = null)
{
    // The widest network of a carrier that we know of has 18 bits; an IPv6 network of 32 bits is what one provider gets.
    private const int WidestIPv4 = 16;
    private const int WidestIPv6 = 32;

    // The longest list that we know of has some forty.
    private const int MaxNetworks = 1024;

    /// <summary>Reads one.</summary>
    /// <param name="json">The document.</param>
    /// <param name="pointer">RFC 6901 §3: the part that counts, such as <c>/inbound/signaling</c>; empty for all of it.</param>
    public static PublishedList Read(ReadOnlyMemory<byte> json, string pointer)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            return Find(document.RootElement, pointer) is { } part ? Of(Texts(part)) : Faulty($"has nothing at {pointer}");
        }
        catch (JsonException)
        {
            return Faulty("is not JSON");
        }
        catch (InvalidOperationException)
        {
            // A text with half of a surrogate pair.
            return Faulty("is not JSON");
        }
    }

    /// <summary>A list that could not be read.</summary>
    public static PublishedList Faulty(string fault) => new([], fault);

    private static PublishedList Of(IEnumerable<string> texts)
    {
        var networks = new HashSet<IPNetwork>();
        foreach (var text in texts)
        {
            if (!LooksLikeOne(text))
            {
                continue;
            }

            if (!TryNetwork(text, out var network))
            {
                return Faulty($"names {text}, which is no network");
            }

            if (IsTooWide(network))
            {
                return Faulty($"names {text}, which is wider than a carrier's network is");
            }

            networks.Add(network);
        }

        return networks.Count switch
        {
            0 => Faulty("names no network"),
            > MaxNetworks => Faulty($"names more than {MaxNetworks} networks"),
            _ => new PublishedList([.. networks]),
        };
    }

    // 5060 and 1.2 would be addresses for the platform.
    private static bool LooksLikeOne(string text) =>
        IPAddress.TryParse(text.Split('/')[0], out var address)
        && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 || text.Count(static c => c == '.') == 3);

    private static bool TryNetwork(string text, out IPNetwork network)
    {
        if (text.Contains('/', StringComparison.Ordinal))
        {
            return IPNetwork.TryParse(text, out network);
        }

        var address = IPAddress.Parse(text);
        network = new IPNetwork(address, address.GetAddressBytes().Length * 8);
        return true;
    }

    // An IPv4 network written within IPv6 could be all of IPv4.
    private static bool IsTooWide(IPNetwork network) =>
        network.BaseAddress.IsIPv4MappedToIPv6
        || network.PrefixLength < (network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? WidestIPv4 : WidestIPv6);

    private static IEnumerable<string> Texts(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Texts),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static property => Texts(property.Value)),
        _ => [],
    };

    // RFC 6901 §4: from member to member; ~1 is a slash and ~0 a tilde.
    private static JsonElement? Find(JsonElement root, string pointer)
    {
        var element = root;
        foreach (var token in pointer.Split('/').Skip(1).Select(static token => token.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(token, out var member))
            {
                element = member;
            }
            else if (element.ValueKind == JsonValueKind.Array && int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < element.GetArrayLength())
            {
                element = element[index];
            }
            else
            {
                return null;
            }
        }

        return element;
    }
}
