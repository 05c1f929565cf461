using DialIn.Calls;
using DialIn.Sip.Messages;

namespace DialIn.Operations.Traces;

/// <summary>Masks addresses: numbers as in the log, no names, and of parameters only those that are known to tell nothing of people.</summary>
/// <param name="ownNumbers">The numbers that are dialled: everybody may know them, so they stay.</param>
internal sealed class AddressMask(IEnumerable<string> ownNumbers)
{
    /// <summary>What takes the place of a text.</summary>
    public const string Hidden = "***";

    // A voiceBridge; the callers' pseudonyms are longer.
    private const int LongestBridge = 11;

    // With fewer digits than this at its end, a number could be another one than ours.
    private const int ShortestLocalPart = 6;

    private static readonly HashSet<string> Words = new(["anonymous", "unavailable", "unknown", "restricted", "withheld"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> UriParameters = new(["transport", "lr", "user", "maddr", "ttl", "method", "ob"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Parameters = new(
        ["tag", "expires", "q", "reason", "index", "counter", "privacy", "screen", "party", "limit"], StringComparer.OrdinalIgnoreCase);

    private readonly List<string> _own = [.. ownNumbers.Select(Digits)];

    /// <summary>One address.</summary>
    /// <param name="value">As it stands in the header.</param>
    /// <param name="isConference">Whether it is of a leg to a conference, where users are rooms and pseudonyms.</param>
    public string Mask(string value, bool isConference) => NameAddress.TryParse(value, out var address)
        ? new NameAddress(address.DisplayName is null ? null : Hidden, Mask(address.Uri, isConference), Keep(address.Parameters, Parameters)).ToString()
        : Hidden;

    /// <summary>One URI.</summary>
    /// <inheritdoc cref="Mask(string, bool)"/>
    public SipUri Mask(SipUri uri, bool isConference) => uri switch
    {
        { Opaque: not null } => new SipUri("sip", Hidden, "invalid"),
        { Scheme: "tel" } => new SipUri("tel", MaskUser(uri.User ?? "", isConference), ""),
        _ => uri with
        {
            User = uri.User is { } user ? MaskUser(user, isConference) : null,
            Password = null,
            Parameters = Keep(uri.Parameters, UriParameters),
            Headers = null,
        },
    };

    /// <summary>The digits of a number that is to be hidden wherever it stands; empty if the address has none.</summary>
    public string Secret(string value) =>
        NameAddress.TryParse(value, out var address) && address.Uri.User is { } user && !IsOwn(user) ? Digits(user) : "";

    private static string Digits(string user) => string.Concat(user.TakeWhile(static character => character is not (';' or '@')).Where(char.IsAsciiDigit));

    private static SipParameters Keep(SipParameters all, HashSet<string> known)
    {
        foreach (var (name, _) in all)
        {
            all = known.Contains(name) ? all : all.Without(name);
        }

        return all;
    }

    private string MaskUser(string user, bool isConference) =>
        IsOwn(user) || Words.Contains(user) || (isConference && user.Length <= LongestBridge && user.All(char.IsAsciiLetterOrDigit)) ? user
        : CallerNumber.Parse(user).IsWithheld ? Hidden
        : NumberScrub.Mask(user);

    private bool IsOwn(string user)
    {
        var digits = Digits(user).TrimStart('0');
        return user.All(static character => char.IsAsciiDigit(character) || character is '+' or '-' or '.')
            && digits.Length >= ShortestLocalPart && _own.Exists(own => own.EndsWith(digits, StringComparison.Ordinal));
    }
}
