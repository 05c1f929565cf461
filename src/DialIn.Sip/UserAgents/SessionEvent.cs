using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>What happens in a session. Delivered in order on the stack's loop; <see cref="SessionEnded"/> comes exactly once, last.</summary>
public abstract record SessionEvent;

/// <summary>Our call makes progress: a response 101 to 199.</summary>
public sealed record SessionProgress(SipResponse Response) : SessionEvent;

/// <summary>Our call was answered with 2xx; the ACK is sent.</summary>
/// <param name="Response">The 2xx.</param>
/// <param name="Answer">The answer to our offer: that of the 2xx, or the one that a reliable provisional response had brought before.</param>
public sealed record SessionAnswered(SipResponse Response, ReadOnlyMemory<byte> Answer) : SessionEvent;

/// <summary>The caller confirmed a provisional response of ours that carried an offer; the PRACK carries the answer.</summary>
public sealed record ProgressConfirmed(SipRequest Prack) : SessionEvent;

/// <summary>The caller acknowledged our answer.</summary>
public sealed record SessionConfirmed(SipRequest Ack) : SessionEvent
{
    /// <inheritdoc cref="PendingReinvite.IsExposed"/>
    public bool IsExposed { get; init; }
}

/// <summary>The peer wants to change the session, or repeats what holds to refresh it.</summary>
public sealed record SessionReinvite(PendingReinvite Invite) : SessionEvent;

/// <summary>The peer has cancelled its re-INVITE before we decided on it, and got 487: what held before holds on.</summary>
/// <param name="Invite">The one that <see cref="SessionReinvite"/> brought.</param>
public sealed record ReinviteWithdrawn(PendingReinvite Invite) : SessionEvent;

/// <summary>The peer acknowledged our answer to its re-INVITE; the ACK carries the answer if the re-INVITE carried no offer.</summary>
public sealed record ReinviteConfirmed(SipRequest Ack) : SessionEvent
{
    /// <inheritdoc cref="PendingReinvite.IsExposed"/>
    public bool IsExposed { get; init; }
}

/// <summary>The peer accepted our re-INVITE; the ACK is sent.</summary>
public sealed record ReinviteAnswered(SipResponse Response) : SessionEvent;

/// <summary>The peer refused our re-INVITE; the session goes on as before.</summary>
public sealed record ReinviteFailed(int StatusCode) : SessionEvent;

/// <summary>A re-INVITE of the stack's own has refreshed the session (RFC 4028); its answer may name another address.</summary>
public sealed record SessionRefreshed(SipResponse Response) : SessionEvent;

/// <summary>The peer sent an INFO; it was answered with 200.</summary>
public sealed record SessionInfo(SipRequest Request) : SessionEvent;

/// <summary>The final response to our INFO.</summary>
public sealed record InfoAnswered(int StatusCode) : SessionEvent;

/// <summary>The session is over.</summary>
public sealed record SessionEnded(SessionEnd End) : SessionEvent;
