using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>The ACK to a 2xx: sent through the dialog's route, and again, byte for byte, whenever the 2xx comes again (RFC 3261 §13.2.2.4).</summary>
internal sealed class SentAck
{
    private readonly UserAgentCore _core;
    private byte[]? _bytes;
    private SipEndPoint _remote;

    public SentAck(UserAgentCore core, Dialog dialog, SipRequest invite, DialogTarget dialogTarget)
    {
        _core = core;
        var (ack, nextHop) = dialog.CreateAck(invite);
        core.Locator.Locate(dialogTarget.Sought(nextHop), remotes =>
        {
            if (dialogTarget.Arrange(nextHop, remotes) is [var remote, ..])
            {
                Send(ack, remote);
            }
        });
    }

    public void Resend()
    {
        if (_bytes is not null)
        {
            // If it does not arrive, the 2xx comes once more.
            _core.Transactions.Send(_bytes, _remote, _ => { });
        }
    }

    private void Send(SipRequest ack, SipEndPoint remote)
    {
        _remote = remote;
        _bytes = SipWriter.ToBytes(_core.Transactions.WithVia(ack, remote));
        Resend();
    }
}
