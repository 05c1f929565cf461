namespace DialIn.Sip.Transactions;

/// <summary>
/// The three base times of SIP and the timers derived from them (RFC 3261 §17). An instance, never a static, so that every
/// stack and every test has its own.
/// </summary>
public sealed record SipTimers
{
    /// <summary>Default for <see cref="CompletedAfterFailure"/>: unreliable transports keep the transaction for at least this long.</summary>
    private static readonly TimeSpan AtLeastForTimerD = TimeSpan.FromSeconds(32);

    /// <summary>Estimated round trip time. Default 500 ms, as RFC 3261 §17.1.1.1 says.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval between two retransmissions of a non-INVITE request or of a response to INVITE. Default 4 s.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest time that a message stays in the network. Default 5 s.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>64*T1: how long an end waits for the other one (Timers B, F, H, J, L, M and the wait for an ACK).</summary>
    public TimeSpan GiveUp => T1 * 64;

    /// <summary>Timer D: how long the INVITE client absorbs repeated failure responses, RFC 3261 §17.1.1.2.</summary>
    public TimeSpan CompletedAfterFailure => GiveUp > AtLeastForTimerD ? GiveUp : AtLeastForTimerD;

    /// <summary>
    /// 8*T1, 4 s: how long a target may be silent while there is another one to try. By then a request over UDP has been sent
    /// four times; RFC 3263 §4.3 would wait for 64*T1, longer than a caller does.
    /// </summary>
    public TimeSpan NextTarget => T1 * 8;

    /// <summary>The interval after <paramref name="interval"/>: doubled, but not above T2.</summary>
    internal TimeSpan NextUpToT2(TimeSpan interval) => interval * 2 < T2 ? interval * 2 : T2;
}
