using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>An INVITE that waits for its answer. Exactly one of <see cref="Accept"/> and <see cref="Reject"/> is owed. Any thread.</summary>
public sealed class PendingInvite
{
    private readonly UserAgentCore _core;
    private readonly InviteServer _server;
    private int _decided;

    internal PendingInvite(UserAgentCore core, InviteServer server, SipRequest request, Flow source)
    {
        _core = core;
        _server = server;
        Request = request;
        Source = source;
    }

    /// <summary>The INVITE.</summary>
    public SipRequest Request { get; }

    /// <summary>The way that it came.</summary>
    public Flow Source { get; }

    /// <summary>Who it is from, as the application decided when it let the INVITE in.</summary>
    public string? Identity { get; internal init; }

    /// <summary>
    /// Sends a provisional response; repeated every minute, so that no proxy gives the call up. It is sent reliably (RFC 3262)
    /// where the caller requires it, or takes it and there is a description to carry.
    /// </summary>
    /// <param name="status">101 to 199.</param>
    /// <param name="body">A session description: the answer, or our offer if the INVITE brought none. The 200 then brings none.</param>
    /// <param name="contentType">The type of <paramref name="body"/>.</param>
    public void Ring(int status = 180, ReadOnlyMemory<byte> body = default, string? contentType = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 101);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 199);
        _core.Mailbox.Post(() => _server.Ring(status, body, contentType));
    }

    /// <summary>Answers with 200. If the caller has given up meanwhile, the session ends at once with <see cref="SessionEndCause.Cancelled"/>.</summary>
    /// <exception cref="InvalidOperationException">The INVITE was accepted or rejected before.</exception>
    public InviteSession Accept(ReadOnlyMemory<byte> body, string contentType, Action<SessionEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        Decide();
        var session = new InviteSession(_core.Mailbox, Request.CallId);
        if (!_core.Mailbox.Post(() => _server.Accept(session, new SessionSink(_core.Mailbox, _core.OpenSinks, events), body, contentType)))
        {
            events(new SessionEnded(UserAgentCore.Closed));
        }

        return session;
    }

    /// <summary>Answers with a failure.</summary>
    /// <param name="status">300 to 699.</param>
    /// <param name="reason">The reason phrase; <c>null</c> for the usual one.</param>
    /// <param name="extra">More header fields, such as Retry-After.</param>
    /// <exception cref="InvalidOperationException">The INVITE was accepted or rejected before.</exception>
    public void Reject(int status, string? reason = null, SipHeaders? extra = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(status, 300);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(status, 699);
        Decide();
        _core.Mailbox.Post(() => _server.Reject(status, reason, extra ?? SipHeaders.Empty));
    }

    /// <summary>
    /// Reports what happens before Accept or Reject: <see cref="SessionEnded"/> if the caller gives up, and where a provisional
    /// response carried a description, <see cref="ProgressConfirmed"/> and <see cref="SessionReinvite"/>.
    /// </summary>
    public void Watch(Action<SessionEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (!_core.Mailbox.Post(() => _server.Watch(new SessionSink(_core.Mailbox, _core.OpenSinks, events))))
        {
            events(new SessionEnded(UserAgentCore.Closed));
        }
    }

    private void Decide()
    {
        if (Interlocked.Exchange(ref _decided, 1) != 0)
        {
            throw new InvalidOperationException("the INVITE was already accepted or rejected");
        }
    }
}
