using DialIn.Sip.Messages;

namespace DialIn.Sip.Dialogs;

/// <summary>
/// The state of a dialog, RFC 3261 §12. Plain data and immutable: another process that reads this record can carry the
/// dialog on.
/// </summary>
public sealed record Dialog
{
    /// <summary>The Call-ID.</summary>
    public required string CallId { get; init; }

    /// <summary>Us, with our tag: From of our requests.</summary>
    public required NameAddress Local { get; init; }

    /// <summary>The peer, with its tag if it has one: To of our requests.</summary>
    public required NameAddress Remote { get; init; }

    /// <summary>Where our requests finally go: the peer's Contact.</summary>
    public required SipUri RemoteTarget { get; init; }

    /// <summary>Our Contact.</summary>
    public required NameAddress LocalContact { get; init; }

    /// <summary>The proxies in between.</summary>
    public RouteSet RouteSet { get; init; } = RouteSet.Empty;

    /// <summary>The CSeq number of our last request.</summary>
    public required uint LocalSequence { get; init; }

    /// <summary>The CSeq number of the peer's last request; <c>null</c> before its first.</summary>
    public uint? RemoteSequence { get; init; }

    /// <summary>Did we place the call? Then the Call-ID is ours, which decides who yields when two re-INVITEs meet.</summary>
    public required bool IsCaller { get; init; }

    /// <summary>
    /// Did it begin over TLS? Then our requests go over TLS alone, even where the peer's Contact or the route names another
    /// transport: more than RFC 3261 §12.1.1 asks, whose secure flag is for sips URIs.
    /// </summary>
    public bool IsSecure { get; init; }

    /// <summary>Does the peer take UPDATE? Its Allow says so, RFC 3311 §4.</summary>
    public bool RemoteTakesUpdate { get; init; }

    /// <summary>The session timer; <c>null</c> if none was agreed.</summary>
    public SessionTimer? Timer { get; init; }

    /// <summary>The session description that we sent last and that holds.</summary>
    public SentDescription? LocalDescription { get; init; }

    /// <summary>What tells this dialog from others.</summary>
    public DialogId Id => new(CallId, Local.Tag ?? "", Remote.Tag ?? "");

    /// <summary>RFC 3261 §12.1.1: the dialog of an INVITE that we answer.</summary>
    /// <param name="invite">The INVITE.</param>
    /// <param name="localTag">The tag of our answer.</param>
    /// <param name="localContact">The Contact of our answer.</param>
    public static Dialog AsServer(SipRequest invite, string localTag, NameAddress localContact)
    {
        ArgumentNullException.ThrowIfNull(invite);
        return new Dialog
        {
            CallId = invite.CallId,
            Local = invite.To.WithTag(localTag),
            Remote = invite.From,
            RemoteTarget = invite.Contact?.Uri ?? invite.From.Uri,
            LocalContact = localContact,
            RouteSet = RouteSet.FromRequest(invite),
            LocalSequence = 0,
            RemoteSequence = invite.CSeq.Number,
            IsCaller = false,
            RemoteTakesUpdate = TakesUpdate(invite),
        };
    }

    /// <summary>RFC 3261 §12.1.2: the dialog that a 2xx to our INVITE makes.</summary>
    public static Dialog AsClient(SipRequest invite, SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(response);
        return new Dialog
        {
            CallId = invite.CallId,
            Local = invite.From,
            Remote = response.To,
            // A 2xx without Contact is wrong, yet the peer is where the INVITE found it.
            RemoteTarget = response.Contact?.Uri ?? invite.RequestUri,
            LocalContact = invite.Contact ?? invite.From,
            RouteSet = RouteSet.FromResponse(response),
            LocalSequence = invite.CSeq.Number,
            RemoteSequence = null,
            IsCaller = true,
            RemoteTakesUpdate = TakesUpdate(response),
        };
    }

    /// <summary>RFC 3261 §12.2.2: takes note of a request's CSeq; <c>false</c> if it is out of order and owed a 500.</summary>
    public bool TryReceive(SipRequest request, out Dialog next)
    {
        ArgumentNullException.ThrowIfNull(request);
        var inOrder = RemoteSequence is not { } last || request.CSeq.Number >= last;
        next = inOrder ? this with { RemoteSequence = request.CSeq.Number } : this;
        return inOrder;
    }

    /// <summary>RFC 3261 §12.2.1.2 and §12.2.2: a target refresh request or its 2xx moves the remote target.</summary>
    public Dialog WithRefreshedTarget(SipMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var next = message.Headers.Contains(HeaderNames.Allow) ? this with { RemoteTakesUpdate = TakesUpdate(message) } : this;
        return message.Contact is { } contact ? next with { RemoteTarget = contact.Uri } : next;
    }

    private static bool TakesUpdate(SipMessage message) => message.Headers.GetAll(HeaderNames.Allow).Contains(SipMethod.Update.Name);
}
