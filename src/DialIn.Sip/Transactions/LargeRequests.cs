using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Transactions;

/// <summary>
/// Which requests leave by TCP although their destination is reached by UDP, RFC 3261 §18.1.1: those that a path could cut
/// into fragments, which NATs and firewalls then lose. Responses never switch. Loop only.
/// </summary>
internal sealed class LargeRequests(Mailbox mailbox, TransportLayer transports)
{
    // RFC 3261 §18.1.1: the limit where the path's MTU is not known, and that of Ethernet less the RFC's 200 bytes.
    private const int MaxOverUdp = 1300;

    private const int MaxRemembered = 1000;

    // Long enough that a destination without TCP costs one attempt and not one per call, short enough to notice that it has got it.
    private static readonly TimeSpan RememberFor = TimeSpan.FromMinutes(10);

    private readonly Dictionary<SipEndPoint, DateTimeOffset> _withoutTcp = [];

    /// <summary>The destination that a request takes instead; null if it stays.</summary>
    /// <param name="request">The request, with its Via.</param>
    /// <param name="remote">Its destination.</param>
    public SipEndPoint? DetourOf(SipRequest request, SipEndPoint remote)
    {
        if (remote.Protocol != SipProtocol.Udp || SipWriter.ToBytes(request).Length <= MaxOverUdp)
        {
            return null;
        }

        var detour = remote with { Protocol = SipProtocol.Tcp };
        var isClosed = _withoutTcp.TryGetValue(detour, out var until) && until > mailbox.Now;
        return isClosed || transports.Find(detour) is null ? null : detour;
    }

    /// <summary>
    /// Who hears of a request that took the detour. If nobody takes the connection, RFC 3261 §18.1.1 has the request go by UDP
    /// after all.
    /// </summary>
    /// <param name="detour">Where the request went.</param>
    /// <param name="user">Who sent it.</param>
    /// <param name="sendByUdp">Sends it once more.</param>
    public IClientTransactionUser Watch(SipEndPoint detour, IClientTransactionUser user, Action sendByUdp) => new Watcher(this, detour, user, sendByUdp);

    private void Remember(SipEndPoint detour)
    {
        if (_withoutTcp.Count >= MaxRemembered)
        {
            _withoutTcp.Clear();
        }

        _withoutTcp[detour] = mailbox.Now + RememberFor;
    }

    private sealed class Watcher(LargeRequests requests, SipEndPoint detour, IClientTransactionUser user, Action sendByUdp) : IClientTransactionUser
    {
        private bool _heard;

        public void OnResponse(RunningClientTransaction transaction, SipResponse response)
        {
            _heard = true;
            user.OnResponse(transaction, response);
        }

        public void OnTimeout(RunningClientTransaction transaction) => user.OnTimeout(transaction);

        public void OnTransportError(RunningClientTransaction transaction)
        {
            if (_heard)
            {
                user.OnTransportError(transaction);
                return;
            }

            requests.Remember(detour);
            sendByUdp();
        }
    }
}
