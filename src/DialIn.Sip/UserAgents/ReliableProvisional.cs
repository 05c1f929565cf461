using System.Security.Cryptography;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// A provisional response that waits for its PRACK, RFC 3262 §3: repeated after T1, doubling without a bound, given up after
/// 64*T1. Pure: each step gives the next state.
/// </summary>
/// <param name="RSeq">Its number: one higher than that of the reliable response before it.</param>
/// <param name="Invite">The INVITE that it answers.</param>
/// <param name="Timers">The base times.</param>
internal sealed record ReliableProvisional(uint RSeq, CSeq Invite, SipTimers Timers)
{
    /// <summary>Whether it carries an offer or an answer, for which a 2xx has to wait.</summary>
    public bool HasDescription { get; init; }

    /// <summary>How long to wait for the PRACK before it is sent again.</summary>
    public TimeSpan RepeatAfter { get; init; } = Timers.T1;

    /// <summary>How long it has been waited for, up to the present interval.</summary>
    public TimeSpan Waited { get; init; }

    /// <summary>RFC 3262 §3: the first number lies between 1 and 2^31 - 1, so that counting up does not wrap within a call.</summary>
    public static uint FirstRSeq() => (uint)RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>The interval has passed: the state of the next one, or null if the PRACK has not come in time.</summary>
    public ReliableProvisional? Repeated()
    {
        var waited = Waited + RepeatAfter;
        var left = Timers.GiveUp - waited;
        return left <= TimeSpan.Zero ? null : this with { Waited = waited, RepeatAfter = RepeatAfter * 2 < left ? RepeatAfter * 2 : left };
    }

    /// <summary>RFC 3262 §3: does this PRACK confirm it? Number and request must both match.</summary>
    public bool IsConfirmedBy(SipRequest prack) =>
        RAck.TryParse(prack.Headers[HeaderNames.RAck], out var rack) && rack.RSeq == RSeq && rack.CSeq == Invite;
}
