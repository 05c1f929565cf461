namespace DialIn.Media.Sdp;

/// <summary>Chooses among <c>a=crypto</c> lines, and makes our own. RFC 4568 §5.1 and §7.1. Pure but for new random keys.</summary>
internal static class KeyAgreement
{
    private const string SecureRtp = "RTP/SAVP";
    private const string SecureRtpWithFeedback = "RTP/SAVPF";
    private const string EdgeAttribute = "3ge2ae";

    // The short tags are for links on which six bytes count; an offer of ours does without.
    private static readonly IReadOnlyList<CryptoSuite> Offered = [.. CryptoSuite.All.Where(static suite => !HasShortTag(suite))];

    /// <summary>The transport of an offer of ours.</summary>
    public static string Transport(bool encrypted) => encrypted ? SecureRtp : "RTP/AVP";

    /// <summary>Whether a transport is SRTP.</summary>
    public static bool IsSecure(string protocol) =>
        protocol.Equals(SecureRtp, StringComparison.OrdinalIgnoreCase) || protocol.Equals(SecureRtpWithFeedback, StringComparison.OrdinalIgnoreCase);

    /// <summary>What an offered media comes to under our policy.</summary>
    /// <param name="offered">The media, of a transport that <see cref="IsSecure"/> or of plain RTP.</param>
    /// <param name="security">Our side.</param>
    /// <param name="keys">The keys; null for audio that is not encrypted.</param>
    /// <returns>Why it is refused, or <see cref="OfferRefusal.None"/>.</returns>
    public static OfferRefusal Answer(MediaDescription offered, MediaSecurity security, out SrtpKeys? keys)
    {
        keys = null;
        var isSecure = IsSecure(offered.Protocol);
        if (security.Policy == SrtpPolicy.Off)
        {
            return isSecure ? OfferRefusal.UnsupportedTransport : OfferRefusal.None;
        }

        // Some telephones offer keys over plain RTP (RFC 4568 §6 has no such thing): encrypted for who understands it.
        if ((isSecure || CryptoAttribute.IsIn(offered)) && security.KeysMayTravel && Choose(offered) is { } chosen)
        {
            keys = new SrtpKeys(chosen.Tag, OwnKey(chosen, security.Current), chosen.Key);
            return OfferRefusal.None;
        }

        return (isSecure, security.Policy) switch
        {
            (true, _) => security.KeysMayTravel ? OfferRefusal.NoUsableKey : OfferRefusal.KeysInTheOpen,
            (false, SrtpPolicy.Required) => OfferRefusal.NotEncrypted,
            _ => OfferRefusal.None,
        };
    }

    /// <summary>The attributes of an answer.</summary>
    public static IEnumerable<SdpAttribute> Attributes(SrtpKeys? keys, MediaSecurity security) =>
        keys is null ? [] : [new CryptoAttribute(keys.Tag, keys.Local).ToAttribute(), .. Edge(security)];

    /// <summary>The attributes of a first offer: a line for each suite, each with a key of its own.</summary>
    public static IEnumerable<SdpAttribute> NewAttributes(MediaSecurity security) =>
        [.. Offered.Select(static (suite, index) => new CryptoAttribute(index + 1, MasterKey.Generate(suite)).ToAttribute()), .. Edge(security)];

    /// <summary>Those of a media's attributes that belong to its encryption.</summary>
    public static IEnumerable<SdpAttribute> AttributesOf(MediaDescription media) =>
        media.Attributes.Where(static attribute => attribute.Name is CryptoAttribute.Name or EdgeAttribute);

    /// <summary>Reads the answer to an offer of ours.</summary>
    /// <param name="offered">What we offered.</param>
    /// <param name="answered">What came back.</param>
    /// <param name="keys">The keys; null where we offered none.</param>
    /// <returns>
    /// False when the answer takes none of our lines (RFC 4568 §5.1.3), or sends a key of ours back: under one key in both directions two
    /// packets of the same numbers would betray each other.
    /// </returns>
    public static bool TryAccept(MediaDescription offered, MediaDescription answered, out SrtpKeys? keys)
    {
        keys = null;
        var lines = CryptoAttribute.Of(answered).ToList();
        if (lines.Count == 1
            && CryptoAttribute.Of(offered).FirstOrDefault(line => line.Tag == lines[0].Tag && line.Key.Suite == lines[0].Key.Suite) is { } own
            && !CryptoAttribute.Of(offered).Any(line => line.Key.IsSameSecretAs(lines[0].Key)))
        {
            keys = new SrtpKeys(own.Tag, own.Key, lines[0].Key);
            return true;
        }

        // Where we had offered the keys over plain RTP, an answer may leave them out.
        return !IsSecure(offered.Protocol) && !CryptoAttribute.IsIn(answered);
    }

    // RFC 4568 §5.1.2: the first that we support, but a short tag only where there is nothing else.
    private static CryptoAttribute? Choose(MediaDescription offered)
    {
        var lines = CryptoAttribute.Of(offered).ToList();
        return lines.Find(static line => !HasShortTag(line.Key.Suite)) ?? lines.FirstOrDefault();
    }

    // RFC 4568 §7.1.4: as long as the peer goes on with its key we go on with ours, so that no index begins anew.
    private static MasterKey OwnKey(CryptoAttribute chosen, SrtpKeys? current) =>
        current is not null && current.Remote.Equals(chosen.Key) ? current.Local : MasterKey.Generate(chosen.Key.Suite);

    // 3GPP TS 24.229: encryption between us and the edge of the carrier's network.
    private static IEnumerable<SdpAttribute> Edge(MediaSecurity security) =>
        security.RequestsEdge ? [new SdpAttribute(EdgeAttribute, "requested")] : [];

    private static bool HasShortTag(CryptoSuite suite) => suite.TagLength < suite.RtcpTagLength;
}
