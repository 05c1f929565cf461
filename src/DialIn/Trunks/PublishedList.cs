using System.Globalization;
using System.Net;
using System.Net.Sockets;
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

    // All networks of one family together: no more than so many of the widest, an IPv4 /12.
    private const int MaxWidest = 16;

    // The longest list that we know of has some forty.
    private const int MaxNetworks = 1024;

    // What the carrier wrote goes to log and terminal: as much of it as an address has.
    private const int MaxShown = 40;

    // Nobody on the internet has one of these: a list that names one would let in this machine or its own network.
    private static readonly IPNetwork[] NotPublicIPv4 =
    [
        .. new[] { "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3" }.Select(static text => IPNetwork.Parse(text)),
    ];

    // RFC 4291 §2.4: all others are loopback, link-local, private, multicast, or not given to anybody.
    private static readonly IPNetwork PublicIPv6 = IPNetwork.Parse("2000::/3");

    /// <summary>Reads one.</summary>
    /// <param name="json">The document.</param>
    /// <param name="pointer">RFC 6901 §3: the part that counts, such as <c>/inbound/signaling</c>; empty for all of it.</param>
    public static PublishedList Read(ReadOnlyMemory<byte> json, string pointer)
    {
        try
        {
            using var document = JsonDocument.Parse(WithoutByteOrderMark(json), new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
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

    /// <summary>What a carrier wrote, fit for log and terminal.</summary>
    public static string Shown(string text, int length = MaxShown)
    {
        var shown = new string([.. text.Take(length).Select(static c => IsPrintable(c) ? c : '\uFFFD')]);
        return text.Length > length ? shown + "…" : shown;
    }

    private static bool IsPrintable(char c) => char.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);

    // RFC 8259 §8.1: it may be ignored.
    private static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> json) => json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json;

    private static PublishedList Of(IEnumerable<string> texts)
    {
        var networks = new HashSet<IPNetwork>();
        foreach (var (index, text) in texts.Index())
        {
            if (!ListedNetwork.LooksLikeOne(text))
            {
                continue;
            }

            var network = ListedNetwork.Read(text);
            if (FaultOf(network) is { } fault)
            {
                return Faulty($"names {Shown(text)} as text {index + 1}, which is {fault}");
            }

            networks.Add(network!.Value);
        }

        return networks.Count switch
        {
            0 => Faulty("names no network"),
            > MaxNetworks => Faulty($"names more than {MaxNetworks} networks"),
            _ when IsTooMuch(networks.Where(IsIPv4), WidestIPv4) || IsTooMuch(networks.Where(static network => !IsIPv4(network)), WidestIPv6) =>
                Faulty($"names more addresses than {MaxWidest} networks of /{WidestIPv4} (IPv6: /{WidestIPv6}) have"),
            _ => new PublishedList([.. networks]),
        };
    }

    private static string? FaultOf(IPNetwork? listed) =>
        listed is not { } network ? "no network"
        : IsTooWide(network) ? "wider than a carrier's network is"
        : !IsPublic(network) ? "no network of the internet"
        : null;

    private static bool IsIPv4(IPNetwork network) => network.BaseAddress.AddressFamily == AddressFamily.InterNetwork;

    private static bool IsTooWide(IPNetwork network) => network.PrefixLength < (IsIPv4(network) ? WidestIPv4 : WidestIPv6);

    private static bool IsPublic(IPNetwork network) =>
        IsIPv4(network) ? !Array.Exists(NotPublicIPv4, other => other.Contains(network.BaseAddress)) : PublicIPv6.Contains(network.BaseAddress);

    private static bool IsTooMuch(IEnumerable<IPNetwork> networks, int widest) => networks.Sum(network => Math.Pow(2, widest - network.PrefixLength)) > MaxWidest;

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
