namespace DialIn.Calls;

/// <summary>Section <c>DialIn:Calls</c>: limits of a call and of all calls together.</summary>
internal sealed class CallsOptions
{
    /// <summary>How many calls at once one number may have, 1 to 100000. Callers who withhold theirs are not counted.</summary>
    // Two hundred: whole companies and universities call under one number; who floods a paid number from one line needs no more.
    public int MaxCallsPerCaller { get; set; } = 200;

    /// <summary>How long a caller hears it ring before the answer; 0 to 30 s.</summary>
    // Not at all: the call costs from the answer on, but the caller should not wait. A few seconds help with telephones that cut off the first words.
    public TimeSpan RingFor { get; set; } = TimeSpan.Zero;

    /// <summary>How long a caller with a right PIN may wait for the meeting to start; 0 to 24 h.</summary>
    // Half an hour: people dial in early, meetings start late; longer, and somebody has forgotten the phone beside them.
    public TimeSpan WaitForMeeting { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a call whose conference was lost tries to get back in; 0 to 1 h.</summary>
    // Two minutes: a BBB server's restart of FreeSWITCH takes less than one.
    public TimeSpan ReconnectFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a caller is kept whose meeting has ended, in case that it is opened again; 0 to 1 h, 0 for not at all.</summary>
    // Two minutes: a room that was closed by mistake, or whose server was changed, is open again by then. Nobody waits where it is known that
    // the end was wanted; servers do not tell that by themselves.
    public TimeSpan WaitAfterEnd { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How many callers a meeting takes at once, 1 to 100000, if it does not say so itself; <see langword="null"/> for any number.</summary>
    // Any number: who was invited to call shall get in. It is for operators whose lines are few.
    public int? MaxCallersPerMeeting { get; set; }

    /// <summary>Which breakout rooms a caller may enter by keys.</summary>
    // All: a moderator cannot assign a telephone to a room, only say its number.
    public BreakoutAccess BreakoutRooms { get; set; } = BreakoutAccess.All;

    /// <summary>How long a call may last; 1 min to 24 h.</summary>
    // Eight hours: a working day. A call that is still there then is a telephone that was not hung up, on a paid line.
    public TimeSpan MaxDuration { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How long neither RTP nor RTCP comes from the caller's side until the call ends; 0 for never, else 10 s to 24 h.</summary>
    // Half a minute: a gateway that dies sends no BYE, and its calls would be paid for until MaxDuration. A network that heals does so sooner.
    public TimeSpan MediaTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The same while the caller's side holds the call, or has described its silence (RFC 3389) and says nothing.</summary>
    // Five minutes: who holds need not send, and somebody who fetches a colleague takes that long.
    public TimeSpan MediaTimeoutOnHold { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many calls at once, 1 to 100000. The next one gets 503 with Retry-After.</summary>
    // A thousand: what a machine with two cores carries with a margin.
    public int MaxCalls { get; set; } = 1_000;

    /// <summary>How long SIGTERM waits for running calls to end by themselves; 0 to 24 h.</summary>
    // Half an hour: a restart in a quiet hour then cuts hardly anybody off. The service unit must allow as much.
    public TimeSpan DrainTimeout { get; set; } = TimeSpan.FromMinutes(30);
}
