using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Calls;

/// <summary>What the operator wants of one peer's audio.</summary>
/// <param name="Srtp">Whether it is encrypted.</param>
/// <param name="WithoutTls">Whether keys may come over signalling that others can read.</param>
internal sealed record EncryptionChoice(SrtpPolicy Srtp, bool WithoutTls)
{
    /// <summary>Neither encrypted nor asked for.</summary>
    public static readonly EncryptionChoice Off = new(SrtpPolicy.Off, WithoutTls: false);
}

/// <summary>What the operator wants of each trunk's and each BBB server's audio, and what becomes of it in a call.</summary>
/// <param name="Trunks">By the trunk's name.</param>
/// <param name="Servers">By the server's name.</param>
/// <param name="IsAgreed">Whether a trunk, or an account of it, has agreed on encrypted media with its registrar.</param>
internal sealed record EncryptionChoices(
    IReadOnlyDictionary<string, EncryptionChoice> Trunks, IReadOnlyDictionary<string, EncryptionChoice> Servers, Func<string, bool> IsAgreed)
{
    /// <summary>For a call that came in.</summary>
    /// <param name="facts">Through which trunk.</param>
    /// <param name="source">The way that it came.</param>
    public MediaSecurity Of(CallFacts facts, Flow source)
    {
        var choice = Trunks.GetValueOrDefault(facts.TrunkName, EncryptionChoice.Off);
        var isAgreed = IsAgreed(facts.Trunk);

        // An INVITE without an offer: our own cannot be tried twice, so it is plain unless the carrier has said what it wants.
        return new MediaSecurity(choice.Srtp)
        {
            KeysMayTravel = choice.WithoutTls || source.Local.Protocol == SipProtocol.Tls,
            OffersFirst = isAgreed,
            RequestsEdge = isAgreed,
        };
    }

    /// <summary>For a call that we place.</summary>
    /// <param name="server">To which BBB server.</param>
    /// <param name="target">At which address.</param>
    public MediaSecurity Of(string server, SipUri target)
    {
        var choice = Servers.GetValueOrDefault(server, EncryptionChoice.Off);
        return new MediaSecurity(choice.Srtp)
        {
            KeysMayTravel = choice.WithoutTls || target.Scheme == "sips" || target.Transport == "tls",
            OffersFirst = true,
        };
    }
}
