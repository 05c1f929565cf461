using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// One call leg, placed or answered. All methods return at once and may be called from any thread; what comes of them
/// arrives as <see cref="SessionEvent"/>s. After the end they do nothing.
/// </summary>
public sealed class InviteSession
{
    private readonly Mailbox _mailbox;
    private Dialog? _dialog;

    internal InviteSession(Mailbox mailbox, string callId)
    {
        _mailbox = mailbox;
        CallId = callId;
    }

    /// <summary>The Call-ID.</summary>
    public string CallId { get; }

    /// <summary>The dialog as it is now; <c>null</c> before the answer.</summary>
    public Dialog? Dialog
    {
        get => Volatile.Read(ref _dialog);
        internal set => Volatile.Write(ref _dialog, value);
    }

    internal SessionPhase Phase { get; set; } = SessionPhase.Over;

    /// <summary>
    /// Ends the session, which is reported at once: with CANCEL before the answer (an answer that crosses it is acknowledged
    /// and ended), with BYE after it.
    /// </summary>
    /// <param name="reasonHeader">The value of a Reason header field, such as <c>Q.850;cause=16</c>.</param>
    /// <exception cref="ArgumentException">The value holds a line end.</exception>
    public void Bye(string? reasonHeader = null)
    {
        var extra = reasonHeader is null ? SipHeaders.Empty : SipHeaders.Empty.WithAdded(HeaderNames.Reason, reasonHeader);
        _mailbox.Post(() => Phase.Bye(extra));
    }

    /// <summary>
    /// Offers to change the session. Waits while another re-INVITE is under way, and tries again if the peer's crosses ours.
    /// Ends in <see cref="ReinviteAnswered"/> or <see cref="ReinviteFailed"/>. Without effect before the answer.
    /// </summary>
    /// <param name="body">The offer.</param>
    /// <param name="contentType">What the body is.</param>
    /// <param name="isWish">
    /// Whether the session is as good without it: then no answer at all to it ends nothing, where RFC 3261 §12.2.1.2 would
    /// rather have a BYE. A 481 or 408 that the peer sends ends the session all the same.
    /// </param>
    public void Reinvite(ReadOnlyMemory<byte> body, string contentType, bool isWish = false) => _mailbox.Post(() => Phase.Reinvite(body, contentType, isWish));

    /// <summary>Sends an INFO; ends in <see cref="InfoAnswered"/>. Without effect before the answer.</summary>
    public void SendInfo(ReadOnlyMemory<byte> body, string contentType) => _mailbox.Post(() => Phase.SendInfo(body, contentType));
}
