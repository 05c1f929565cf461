using System.Net;
using DialIn.Calls;
using DialIn.Media.Sdp;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;

namespace DialIn.Operations.ProofCalls;

/// <summary>
/// Finds how a number of our own is called through a trunk: as one of its registered accounts, at the server that takes requests
/// from us, or inside. No other number is ever called.
/// </summary>
internal sealed class ProofWays(SipStack stack, TrunkRegistrations registrations, ITrunkSecrets secrets, OwnLoop loop, CallServices services)
{
    // A carrier that lets it ring for longer sends nobody in.
    private static readonly TimeSpan RingFor = TimeSpan.FromSeconds(45);

    /// <summary>The way.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="number">One of our numbers, E.164.</param>
    /// <param name="isLoop">Whether the call stays inside.</param>
    /// <param name="fault">Why there is none.</param>
    public ProofWay? Find(TrunkOptions trunk, string number, bool isLoop, out string fault)
    {
        fault = "";
        var way = isLoop ? Inside(trunk, number) : trunk.Mode == TrunkMode.Register ? AsAccount(trunk, number) : AtTarget(trunk, number);
        if (way is null)
        {
            fault = isLoop ? "a call that stays inside needs udp:// or tcp:// in Sip:Listen"
                : trunk.Mode == TrunkMode.Register ? "no account of the trunk is registered by this node; dialin trunk list says why"
                : "it is not configured where the carrier takes calls from us: Trunks[].Outgoing:Target; or let the call stay inside, with Trunks[].ProofCalls:Loop or --loop";
        }

        return way;
    }

    private ProofWay? Inside(TrunkOptions trunk, string number)
    {
        var points = stack.LocalEndPoints.Where(static point => point.Protocol is SipProtocol.Udp or SipProtocol.Tcp).OrderBy(static point => point.Protocol).ToList();
        if (points is not [var point, ..])
        {
            return null;
        }

        var address = point.Address.Address.Equals(IPAddress.Any) ? IPAddress.Loopback
            : point.Address.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback
            : point.Address.Address;
        var entry = loop.Open(address, trunk.Name);
        var target = new SipUri("sip", number, address.ToString(), point.Address.Port);
        return new ProofWay(
            new OutgoingInvite
            {
                Target = target,
                NextHop = new SipEndPoint(point.Protocol, new IPEndPoint(address, point.Address.Port)),
                From = new NameAddress(target),
                ExtraHeaders = SipHeaders.Empty.WithAdded(OwnLoop.Header, entry.Word),
                RingTimeout = RingFor,
            },
            MediaSecurity.Off)
        {
            Loop = entry,
        };
    }

    private ProofWay? AsAccount(TrunkOptions trunk, string number)
    {
        if (registrations.WayOut(trunk) is not { } way || way.Status.Target is not { } nextHop)
        {
            return null;
        }

        var registrar = TrunkUri.Parse(trunk.Registrar!);
        var (account, host) = (way.Account, registrar.Host);
        return new ProofWay(
            new OutgoingInvite
            {
                Target = registrar with { User = number },
                NextHop = nextHop,
                From = new NameAddress(new SipUri(registrar.Scheme, account.Username, host, null)),
                ExtraHeaders = Routes(trunk, way.Status.Facts).WithAdded(AgreementOf(way.Status)).WithAdded(HeaderNames.PPreferredIdentity, new NameAddress(new SipUri("sip", number, host, null)).ToString()),
                RingTimeout = RingFor,
                Challenges = ResponderOf(account, trunk.Realm ?? way.Realm),
            },
            SecurityOf(trunk, account.Label, nextHop.Protocol));
    }

    private ProofWay? AtTarget(TrunkOptions trunk, string number)
    {
        if (trunk.Outgoing.Target is not { } text)
        {
            return null;
        }

        var target = TrunkUri.Parse(text);
        var account = TrunkAccount.Outgoing(trunk);
        return new ProofWay(
            new OutgoingInvite
            {
                Target = target with { User = number },
                From = new NameAddress(new SipUri(target.Scheme, account?.Username ?? number, account is null ? services.FromHost : target.Host, null)),
                ExtraHeaders = SipHeaders.Empty.WithAdded(HeaderNames.PPreferredIdentity, new NameAddress(new SipUri("sip", number, target.Host, null)).ToString()),
                RingTimeout = RingFor,
                Challenges = account is null ? null : ResponderOf(account, trunk.Outgoing.Realm),
            },
            SecurityOf(trunk, trunk.Name, target.Scheme == "sips" || target.Transport == "tls" ? SipProtocol.Tls : SipProtocol.Udp));
    }

    // RFC 3608 §6.1: our requests go by the Service-Route; the proxy of the configuration before it, unless it is the same.
    private static SipHeaders Routes(TrunkOptions trunk, RegistrarFacts facts)
    {
        IEnumerable<NameAddress> routes = facts.ServiceRoute;
        if (trunk.OutboundProxy is { } text && TrunkUri.Parse(text) is var proxy && facts.ServiceRoute.All(route => !route.Uri.Host.Equals(proxy.Host, StringComparison.OrdinalIgnoreCase)))
        {
            routes = routes.Prepend(new NameAddress(proxy with { User = null, Parameters = proxy.Parameters.With("lr", null) }));
        }

        return routes.Aggregate(SipHeaders.Empty, static (headers, route) => headers.WithAdded(HeaderNames.Route, route.ToString()));
    }

    // RFC 3329 §2.3.1: what was agreed on at the registration is shown in every later request.
    internal static SipHeaders AgreementOf(RegistrationStatus status) => status.Security is { IsAgreed: true } agreement ? agreement.ForRequest() : SipHeaders.Empty;

    // What becomes of the password in a call is no word on it: a number may be barred, and a rotation must not hear of that.
    private DigestResponder? ResponderOf(TrunkAccount account, string? realm) => realm is null
        ? null
        : new DigestResponder(new DigestCredentials(account.AuthUsername, () => secrets.Find(account.Trunk, account.Name)?.Current, realm));

    private MediaSecurity SecurityOf(TrunkOptions trunk, string label, SipProtocol protocol) => new(trunk.Srtp)
    {
        KeysMayTravel = trunk.SrtpWithoutTls || protocol == SipProtocol.Tls,
        OffersFirst = services.Encryption.IsAgreed(label),
        RequestsEdge = services.Encryption.IsAgreed(label),
    };
}
