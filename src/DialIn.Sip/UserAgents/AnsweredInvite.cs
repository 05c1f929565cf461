using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// Our 2xx to an INVITE until its ACK, RFC 3261 §13.3.1.4: repeated after T1, doubling up to T2, given up after 64*T1, on
/// every transport, because another hop may lose it. Loop only.
/// </summary>
internal sealed class AnsweredInvite
{
    private readonly UserAgentCore _core;
    private readonly RunningServerTransaction _transaction;
    private readonly SipResponse _answer;
    private readonly LoopTimer _giveUp;
    private LoopTimer? _repeat;

    public AnsweredInvite(UserAgentCore core, RunningServerTransaction transaction, SipResponse answer, bool carriesOffer, Action ackMissing)
    {
        _core = core;
        _transaction = transaction;
        _answer = answer;
        CarriesOffer = carriesOffer;
        transaction.Respond(answer);
        _giveUp = core.Mailbox.StartTimer(core.Transactions.Timers.GiveUp, () =>
        {
            _repeat?.Dispose();
            ackMissing();
        });
        RepeatAfter(core.Transactions.Timers.T1);
    }

    /// <summary>Whether the answer carries our offer, so that the ACK brings the peer's answer.</summary>
    public bool CarriesOffer { get; }

    /// <summary>Does the ACK belong to this answer? RFC 3261 §13.2.2.4: it has the CSeq number of the INVITE.</summary>
    public bool IsAcknowledgedBy(SipRequest ack) => ack.CSeq.Number == _transaction.Request.CSeq.Number;

    /// <summary>The ACK came, or the session ended in another way.</summary>
    public void Stop()
    {
        _repeat?.Dispose();
        _giveUp.Dispose();
    }

    private void RepeatAfter(TimeSpan interval) => _repeat = _core.Mailbox.StartTimer(interval, () =>
    {
        _transaction.Respond(_answer);
        RepeatAfter(_core.Transactions.Timers.NextUpToT2(interval));
    });
}
