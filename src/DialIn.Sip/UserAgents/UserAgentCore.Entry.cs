using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <content>The door: whether a new request may make a transaction. What may not is answered without any state, RFC 3261 §8.2.7.</content>
internal sealed partial class UserAgentCore
{
    private readonly Dictionary<DialogId, Flow> _flows = [];
    private readonly byte[] _refusalKey = RandomNumberGenerator.GetBytes(32);

    public bool TryEnter(SipRequest request, Flow flow, RunningServerTransaction? cancelled, out string? identity)
    {
        identity = null;
        if (IsKnown(request, flow, cancelled))
        {
            return true;
        }

        switch (application.Decide(request, flow))
        {
            case EntryDecision.Enter enter:
                identity = enter.Identity;
                return true;
            case EntryDecision.Ignore ignore:
                OnDropped(ignore.Reason);
                return false;
            case EntryDecision.Refuse refuse:
                RefuseStateless(request, refuse, flow);
                return false;
            case var other:
                throw new InvalidOperationException($"no way to carry out {other.GetType().Name}");
        }
    }

    // The peer that began a dialog has shown then who it is; whoever else knows the dialog's tags may only have overheard them.
    private bool IsKnown(SipRequest request, Flow flow, RunningServerTransaction? cancelled)
    {
        if (request.Method == SipMethod.Cancel)
        {
            // RFC 3261 §22.1: a CANCEL cannot be challenged, but it must come the way that its INVITE came.
            return cancelled is not null && IsSameFlow(cancelled.Flow, flow);
        }

        if (request.To.Tag is not { } localTag)
        {
            return false;
        }

        var id = new DialogId(request.CallId, localTag, request.From.Tag ?? "");
        return _flows.TryGetValue(id, out var began) ? IsSameFlow(began, flow) : _dialogs.ContainsKey(id) && application.IsTrusted(flow);
    }

    private static bool IsSameFlow(Flow one, Flow other) => one.ConnectionId == other.ConnectionId && one.Remote == other.Remote;

    private void Remember(RunningServerTransaction invite, string localTag) =>
        _flows[new DialogId(invite.Request.CallId, localTag, invite.Request.From.Tag ?? "")] = invite.Flow;

    // An accepted INVITE passes its dialog on to the session: look again when that is done.
    private void ForgetFlow(DialogId id) => Mailbox.Deliver(() =>
    {
        if (!_dialogs.ContainsKey(id))
        {
            _flows.Remove(id);
        }
    });

    private void RefuseStateless(SipRequest request, EntryDecision.Refuse refuse, Flow flow)
    {
        var response = SipResponse.For(
            request, refuse.Status, null, RefusalTag(request), refuse.Extra.WithAdded(HeaderNames.Server, options.UserAgent));
        var bytes = SipWriter.ToBytes(response);
        var asked = request.WireLength > 0 ? request.WireLength : SipWriter.ToBytes(request).Length;
        if (!refuse.IsTrusted && flow.Remote.Protocol == SipProtocol.Udp && bytes.Length > asked)
        {
            // The source may be forged: whoever really lives there must not get more than was spent on it.
            OnDropped(DropReason.WouldAmplify);
            return;
        }

        Transactions.SendResponse(bytes, request.TopVia, flow, static _ => { });
    }

    // RFC 3261 §8.2.7: the same tag in the answer to each copy of the request, without remembering any. By it the ACK is known too.
    private string RefusalTag(SipRequest request) => Convert.ToHexStringLower(HMACSHA256.HashData(
        _refusalKey,
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{request.CallId}\n{request.From.Tag}\n{request.CSeq.Number}")))[..8]);

    private bool IsAckOfRefusal(SipRequest ack) => ack.To.Tag is { } tag && tag == RefusalTag(ack);
}
