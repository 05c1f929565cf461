using System.Globalization;
using System.Net;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>Writes the requests of one registration, without Via.</summary>
internal static class RegistrationRequests
{
    /// <summary>RFC 3327 §5.1: proxies may ask to be in the path of calls to us. Neither GRUU nor outbound, which we do not do.</summary>
    private const string Supported = "path";

    /// <summary>A REGISTER. Without contacts it changes nothing and only asks for the bindings, RFC 3261 §10.2.3.</summary>
    /// <param name="options">The registration.</param>
    /// <param name="dialog">Call-ID and our tag.</param>
    /// <param name="sequence">The CSeq number.</param>
    /// <param name="contacts">Contact and Expires.</param>
    /// <param name="extra">More header fields.</param>
    public static SipRequest Register(RegistrationOptions options, (string CallId, string Tag) dialog, uint sequence, SipHeaders contacts, SipHeaders extra) =>
        new(SipMethod.Register, options.Registrar with { User = null }, Routes(ProxyRoute(options))
            .WithAdded(Identity(options, new NameAddress(options.AddressOfRecord), dialog, new CSeq(sequence, SipMethod.Register)))
            .WithAdded(contacts)
            .WithAdded(HeaderNames.Allow, Capabilities.Allow)
            .WithAdded(HeaderNames.Supported, Supported)
            .WithAdded(extra));

    /// <summary>An OPTIONS to the registrar's domain, over the route that requests of this account take.</summary>
    public static SipRequest Options(RegistrationOptions options, RegistrarFacts facts, NameAddress contact, SipHeaders extra)
    {
        var (uri, routes, _) = RouteSet.Of(Route(options, facts)).Direct(options.Registrar with { User = null });
        return new(SipMethod.Options, uri, Routes(routes)
            .WithAdded(Identity(options, new NameAddress(options.Registrar), (Identifiers.NewCallId(), Identifiers.NewTag()), new CSeq(1, SipMethod.Options)))
            .WithAdded(HeaderNames.Contact, contact.ToString())
            .WithAdded(HeaderNames.Accept, Capabilities.Accept)
            .WithAdded(extra));
    }

    /// <summary>The Contact and Expires header fields of a REGISTER: the one that we want, and one that must go because we have moved.</summary>
    public static SipHeaders Contacts(NameAddress wanted, TimeSpan expires, NameAddress? gone)
    {
        var contacts = SipHeaders.Empty.WithAdded(HeaderNames.Contact, WithExpires(wanted, expires)).WithAdded(HeaderNames.Expires, Seconds(expires));

        // RFC 3261 §10.2.2: calls to the old address would reach nobody, or whoever has it now.
        return gone is null ? contacts : contacts.WithAdded(HeaderNames.Contact, WithExpires(gone, TimeSpan.Zero));
    }

    /// <summary>Our Contact as the registrar sees us.</summary>
    public static NameAddress At(this NameAddress contact, IPEndPoint seen) => contact with { Uri = contact.Uri with { Host = seen.Address.ToString(), Port = seen.Port } };

    /// <summary>
    /// RFC 3261 §8.1.2 and RFC 3608 §6.1: the route of requests to this provider other than REGISTER: the configured proxy, then
    /// what the registrar named.
    /// </summary>
    public static IReadOnlyList<NameAddress> Route(RegistrationOptions options, RegistrarFacts facts)
    {
        var proxy = ProxyRoute(options);
        return proxy.Count > 0 && facts.ServiceRoute is [var first, ..] && first.Uri.Host.Equals(proxy[0].Uri.Host, StringComparison.OrdinalIgnoreCase)
            // The registrar names the proxy that we know already.
            ? facts.ServiceRoute
            : [.. proxy, .. facts.ServiceRoute];
    }

    // RFC 3261 §8.1.2: a configured proxy is a route set of one, with lr: a loose router, as all of today's are.
    private static IReadOnlyList<NameAddress> ProxyRoute(RegistrationOptions options) =>
        options.OutboundProxy is { } proxy ? [new NameAddress(proxy with { Parameters = proxy.Parameters.With("lr", null) })] : [];

    private static SipHeaders Identity(RegistrationOptions options, NameAddress to, (string CallId, string Tag) dialog, CSeq sequence) => SipHeaders.Empty
        .WithAdded(HeaderNames.MaxForwards, "70")
        .WithAdded(HeaderNames.From, new NameAddress(options.AddressOfRecord).WithTag(dialog.Tag).ToString())
        .WithAdded(HeaderNames.To, to.ToString())
        .WithAdded(HeaderNames.CallId, dialog.CallId)
        .WithAdded(HeaderNames.CSeq, sequence.ToString());

    private static SipHeaders Routes(IEnumerable<NameAddress> routes) =>
        routes.Aggregate(SipHeaders.Empty, static (headers, route) => headers.WithAdded(HeaderNames.Route, route.ToString()));

    private static string WithExpires(NameAddress contact, TimeSpan expires) =>
        (contact with { Parameters = contact.Parameters.With("expires", Seconds(expires)) }).ToString();

    private static string Seconds(TimeSpan time) => ((long)time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
