using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.Transactions;

/// <summary>Finds the transport for a destination, names our own address on it, and sends. Loop only.</summary>
internal sealed class TransportLayer(Mailbox mailbox, IReadOnlyList<ISipTransport> transports, IReadOnlyList<IPAddress> publicAddresses, ILogger logger, ISipTap? tap = null)
{
    private const int MaxRememberedRoutes = 1000;

    private readonly Dictionary<IPAddress, IPAddress> _localAddresses = [];

    /// <summary>Is it configured how peers reach us?</summary>
    public bool HasPublicAddress => publicAddresses.Count > 0;

    /// <summary>Can anything be sent by this protocol?</summary>
    public bool Has(SipProtocol protocol) => transports.Any(transport => transport.Protocol == protocol);

    /// <summary>All that we can send by.</summary>
    public IEnumerable<(SipProtocol Protocol, AddressFamily Family)> Spoken => transports.SelectMany(transport =>
        SpeaksBoth(transport)
            ? [(transport.Protocol, AddressFamily.InterNetworkV6), (transport.Protocol, AddressFamily.InterNetwork)]
            : ((SipProtocol, AddressFamily)[])[(transport.Protocol, transport.LocalEndPoint.AddressFamily)]);

    /// <summary>The transport towards a destination, <c>null</c> if there is none.</summary>
    public ISipTransport? Find(SipEndPoint remote) =>
        transports.FirstOrDefault(transport => transport.Protocol == remote.Protocol && transport.LocalEndPoint.AddressFamily == remote.Address.AddressFamily)
        ?? transports.FirstOrDefault(transport => transport.Protocol == remote.Protocol && SpeaksBoth(transport));

    /// <summary>The transport that a message came in by, RFC 3581 §4: its answer leaves from the same address and port.</summary>
    public ISipTransport? Find(Flow flow) =>
        transports.FirstOrDefault(transport => transport.Protocol == flow.Local.Protocol && transport.LocalEndPoint.Equals(flow.Local.Address))
        ?? transports.FirstOrDefault(transport => IsAnyAddressOf(transport, flow.Local))
        ?? Find(flow.Remote);

    /// <summary>How peers reach us by this transport: for Via and Contact.</summary>
    public (string Host, int Port) AddressOf(ISipTransport transport, IPEndPoint remote)
    {
        var local = transport.LocalEndPoint;
        var address = publicAddresses.FirstOrDefault(address => address.AddressFamily == remote.AddressFamily)
            ?? (IsAny(local.Address) ? LocalAddressTowards(remote) : local.Address);
        return (address.ToString(), local.Port);
    }

    /// <summary>Our Contact towards a destination.</summary>
    /// <param name="user">Its user part, if any.</param>
    /// <param name="remote">Who is to reach us there.</param>
    /// <param name="scheme">The scheme of the Request-URI, or of the address of record that is registered.</param>
    public NameAddress ContactFor(string? user, SipEndPoint remote, string scheme = "sip")
    {
        var (host, port) = Find(remote) is { } transport ? AddressOf(transport, remote.Address) : ("invalid", remote.Protocol.DefaultPort());
        // RFC 5630 §5.1.1: where the request is for a sips URI, so is the Contact; its scheme alone means TLS.
        if (scheme == "sips" && remote.Protocol == SipProtocol.Tls)
        {
            return new NameAddress(new SipUri("sips", user, host, port));
        }

        var uri = new SipUri("sip", user, host, port);
        return new NameAddress(remote.Protocol == SipProtocol.Udp ? uri : uri with { Parameters = uri.Parameters.With("transport", remote.Protocol.UriToken()) });
    }

    /// <summary>
    /// Sends; <paramref name="completed"/> hears on the loop by what it was sent, or <c>null</c> if that did not work, perhaps
    /// before this method returns.
    /// </summary>
    public void Send(ReadOnlyMemory<byte> message, ISipTransport? transport, SipEndPoint remote, long connectionId, Action<SentBy?> completed)
    {
        if (transport is null)
        {
            completed(null);
            return;
        }

        tap?.OnSent(message, new SipEndPoint(transport.Protocol, transport.LocalEndPoint), remote);
        mailbox.Await(TrySendAsync(message, transport, remote, connectionId), (taken, exception) =>
        {
            if (exception is not null)
            {
                SipLog.SendFailed(logger, remote, exception);
            }

            completed(exception is null ? new SentBy(transport, taken) : null);
        });
    }

    // One that listens on [::] speaks IPv4 as well.
    private static bool SpeaksBoth(ISipTransport transport) => transport.LocalEndPoint.Address.Equals(IPAddress.IPv6Any);

    // One that listens on all addresses names in a flow the one that the peer spoke to.
    private static bool IsAnyAddressOf(ISipTransport transport, SipEndPoint local) =>
        transport.Protocol == local.Protocol && transport.LocalEndPoint.Port == local.Address.Port && IsAny(transport.LocalEndPoint.Address)
        && (transport.LocalEndPoint.AddressFamily == local.Address.AddressFamily || SpeaksBoth(transport));

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);

    // A transport may throw before it returns its task; both ways are one failure to the caller.
    private async ValueTask<long> TrySendAsync(ReadOnlyMemory<byte> message, ISipTransport transport, SipEndPoint remote, long connectionId) =>
        await transport.SendAsync(message, remote, connectionId, mailbox.Stopping).ConfigureAwait(false);

    private IPAddress LocalAddressTowards(IPEndPoint remote)
    {
        if (_localAddresses.TryGetValue(remote.Address, out var known))
        {
            return known;
        }

        if (_localAddresses.Count >= MaxRememberedRoutes)
        {
            _localAddresses.Clear();
        }

        return _localAddresses[remote.Address] = AskRoutingTable(remote);
    }

    private static IPAddress AskRoutingTable(IPEndPoint remote)
    {
        // Connecting a datagram socket sends nothing; it only makes the system choose the address it would send from.
        using var probe = new Socket(remote.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            probe.Connect(remote);
            return ((IPEndPoint)probe.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return remote.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Loopback : IPAddress.Loopback;
        }
    }
}
