using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// Keeps the way to a registrar over UDP open while a binding holds: every 20 to 30 seconds two empty lines or an OPTIONS.
/// Loop only. Connections have their own pings, RFC 5626 §4.4.1.
/// </summary>
/// <param name="core">The user agent core.</param>
/// <param name="kind">What is sent.</param>
/// <param name="createOptions">An OPTIONS for this target; only asked for <see cref="KeepAlive.Options"/>.</param>
/// <param name="seen">Hears where the registrar sees us.</param>
/// <param name="lost">Hears that the registrar no longer answers.</param>
/// <param name="measured">Hears how long an answer to an OPTIONS took.</param>
internal sealed class FlowKeepAlive(
    UserAgentCore core, KeepAlive kind, Func<SipEndPoint, SipRequest> createOptions, Action<IPEndPoint> seen, Action lost, Action<TimeSpan> measured)
{
    // NATs forget a UDP mapping after 30 s at the least (RFC 4787 §4.3 wants two minutes, many devices do not care); jittered,
    // so that a hundred accounts do not send in one burst.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Jitter = TimeSpan.FromSeconds(10);

    // One lost answer is a lost packet's doing, although an OPTIONS is repeated for 32 s before it counts.
    private const int MaxUnanswered = 2;

    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();

    private LoopTimer? _timer;
    private ClientExchange? _exchange;
    private SipEndPoint _target;
    private int _unanswered;

    /// <summary>The binding holds by this target.</summary>
    public void Start(SipEndPoint target)
    {
        if (kind == KeepAlive.Off || target.Protocol != SipProtocol.Udp)
        {
            Stop();
            return;
        }

        if (_timer is null || _target != target)
        {
            Stop();
            _target = target;
            Arm();
        }
    }

    /// <summary>There is no binding any more.</summary>
    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
        _exchange?.Abandon();
        _exchange = null;
        _unanswered = 0;
    }

    private void Arm() => _timer = core.Mailbox.StartTimer(Shortest + (Jitter * core.Chance()), OnDue);

    private void OnDue()
    {
        Arm();
        if (kind == KeepAlive.Crlf)
        {
            core.Transports.Send(Ping, core.Transports.Find(_target), _target, 0, static _ => { });
        }
        else if (_exchange is null)
        {
            // A challenge is an answer too, and needs none of ours.
            _exchange = new ClientExchange(core, createOptions, static () => 0, challenges: null, new DetachedExchange(OnAnswered));
            _exchange.Start([_target]);
        }
    }

    private void OnAnswered(int status, SipResponse? response, SipRequest? sent)
    {
        if (response is not null && _exchange?.Current is { } transaction)
        {
            measured(transaction.Elapsed);
        }

        _exchange = null;
        if (response is null && ++_unanswered >= MaxUnanswered)
        {
            Stop();
            lost();
        }
        else if (response is not null)
        {
            _unanswered = 0;
            if (ObservedAddress.In(response) is { } address)
            {
                seen(address);
            }
        }
    }
}
