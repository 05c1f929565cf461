using static DialIn.Sip.UserAgents.RegistrationEffect;
using static DialIn.Sip.UserAgents.RegistrationInput;

namespace DialIn.Sip.UserAgents;

/// <summary>Keeps one binding alive, RFC 3261 §10.2: a function from state and input to state and effects.</summary>
/// <param name="Requested">The lifetime to ask for.</param>
/// <param name="Spread">The longest delay after a lost connection: registrations that lost it together come back over this time.</param>
/// <remarks>
/// <code>
///              Start
///                │
///         ┌──────▼──────┐  2xx: timer at 50-90 %, in time for another  ┌────────────┐
///         │ Registering ├──────────────────────────────────────────────▶ Registered │
///         │             ◀──────────────────────────────────────────────┤            │
///         └──▲───────┬──┘   timer, another address, lost connection    └────────────┘
///   timer    │       │ failure: timer 30 s, 1 min, 2 min … 30 min; refusal (401, 403, 407): 10 min … 30 min;
///         ┌──┴───────▼──┐ jittered; never gives up
///         │   Waiting   │        Stop, in any state: REGISTER with Expires 0, then Stopped
///         └─────────────┘
/// </code>
/// </remarks>
internal sealed record RegistrationMachine(TimeSpan Requested, TimeSpan Spread)
{
    internal enum Phase
    {
        Idle,
        Registering,
        Registered,
        Waiting,
        Unregistering,
        Stopped,
    }

    /// <summary>The first delay after a failure: shorter would look like an attack to a registrar that bans.</summary>
    internal static readonly TimeSpan ShortestDelay = TimeSpan.FromSeconds(30);

    /// <summary>The longest delay: no outage is noticed to be over later than this.</summary>
    internal static readonly TimeSpan LongestDelay = TimeSpan.FromMinutes(30);

    /// <summary>The first delay after a refusal of the credentials: each further attempt may lock the account.</summary>
    internal static readonly TimeSpan DelayAfterRefusal = TimeSpan.FromMinutes(10);

    // A registrar that asks for more than a day is not meant seriously.
    private static readonly TimeSpan LongestMinimum = TimeSpan.FromDays(1);

    // A registrar may grant more than we asked for, and no timer waits for decades: looked after once a day at the least.
    private static readonly TimeSpan LongestGrant = TimeSpan.FromDays(1);

    // One second at least, so that a registrar that grants next to nothing is not flooded.
    private static readonly TimeSpan ShortestRefresh = TimeSpan.FromSeconds(1);

    // RFC 3261 §17.1.2.2: a REGISTER is given up after 64*T1, 32 s where T1 is 500 ms; the next one goes out after 36 s at the latest, and its answer takes a moment.
    private static readonly TimeSpan RoomForAnother = TimeSpan.FromSeconds(70);

    public Phase State { get; init; } = Phase.Idle;

    /// <summary>Failures since the last success.</summary>
    public int Failures { get; init; }

    /// <summary>Might the registrar hold a binding of ours?</summary>
    public bool MayBeBound { get; init; }

    /// <summary>Was the last REGISTER sent only because the one before showed another address of ours, or because other credentials were left?</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Did the operator want another attempt while one was under way? It may have shown the old password.</summary>
    public bool IsRefreshWanted { get; init; }

    public (RegistrationMachine Next, IReadOnlyList<RegistrationEffect> Effects) On(RegistrationInput input) => (State, input) switch
    {
        (Phase.Idle, Start { After: var after }) when after > TimeSpan.Zero => (this with { State = Phase.Waiting }, [new StartTimer(after)]),
        (Phase.Idle, Start) => Register(),
        (Phase.Registering, Answered { StatusCode: >= 200 and < 300 } answer) => Bound(answer),

        // RFC 3261 §10.2.8: too brief; again at once with what the registrar wants, unless we asked for that already.
        (Phase.Registering, Answered { StatusCode: 423, MinExpires: { } minimum }) when minimum > Requested && minimum <= LongestMinimum =>
            (this with { Requested = minimum }).Register(),

        // A rotation: the registrar knows one of two passwords, and was shown the other. Once, then it is a refusal.
        (Phase.Registering, Answered { HasOtherSecret: true }) when !IsCorrection => Correct([]),
        (Phase.Registering, Answered answer) => Failed(answer),
        (Phase.Registered or Phase.Waiting, TimerFired or RefreshNow) => Register(),
        (Phase.Registering, RefreshNow) => (this with { IsRefreshWanted = true }, []),

        // Calls already go astray: no jitter, and no waiting for the next refresh.
        (Phase.Registered, AddressMoved) => Register(),

        // RFC 5626 §4.5: calls would come over this connection. A short random delay spares a registrar that restarts.
        (Phase.Registered, FlowLost lost) => (this with { State = Phase.Waiting }, [new StartTimer(Spread * lost.Chance)]),
        (Phase.Idle, Stop) => End(),
        (Phase.Waiting, Stop) when !MayBeBound => End(),

        // RFC 3261 §10.2.2: a zero lifetime removes the binding.
        (Phase.Registering or Phase.Registered or Phase.Waiting, Stop) =>
            (this with { State = Phase.Unregistering }, [new SendRegister(TimeSpan.Zero)]),

        // Whatever the registrar says to that, the binding runs out by itself.
        (Phase.Unregistering, Answered) => End(),
        _ => (this, []),
    };

    private (RegistrationMachine, IReadOnlyList<RegistrationEffect>) Register() =>
        (this with { State = Phase.Registering, MayBeBound = true, IsCorrection = false, IsRefreshWanted = false }, [new SendRegister(Requested)]);

    private (RegistrationMachine, IReadOnlyList<RegistrationEffect>) RegisterAgain(RegistrationEffect report)
    {
        var (next, effects) = Register();
        return (next, [report, .. effects]);
    }

    private (RegistrationMachine, IReadOnlyList<RegistrationEffect>) Correct(IReadOnlyList<RegistrationEffect> first) =>
        (this with { State = Phase.Registering, MayBeBound = true, IsCorrection = true }, [.. first, new SendRegister(Requested)]);

    private (RegistrationMachine, IReadOnlyList<RegistrationEffect>) Bound(Answered answer)
    {
        var granted = answer.Granted ?? Requested;
        granted = granted < LongestGrant ? granted : LongestGrant;
        if (granted <= TimeSpan.Zero)
        {
            // RFC 3261 §10.2.4: a 2xx that does not hold our binding is no registration.
            return Failed(answer);
        }

        if (answer.IsMoved && !IsCorrection)
        {
            // A NAT between us: again at once with the address that the registrar sees. Only once, for a NAT that takes
            // another port for each request cannot be followed.
            return (this with { Failures = 0 }).Correct([new ReportBound(granted)]);
        }

        if (IsRefreshWanted)
        {
            return (this with { Failures = 0 }).RegisterAgain(new ReportBound(granted));
        }

        return (this with { State = Phase.Registered, Failures = 0, MayBeBound = true }, [new ReportBound(granted), new StartTimer(RefreshAfter(granted, answer.Chance))]);
    }

    // RFC 3261 §10.2.4: refreshed before it ends; at a random point, so that many trunks do not come at once, and early enough that a REGISTER that
    // nobody answers does not cost the binding, unless that is a short one.
    private static TimeSpan RefreshAfter(TimeSpan granted, double chance)
    {
        var latest = Math.Clamp((granted - RoomForAnother) / granted, 0.6, 0.9);
        var refresh = granted * (0.5 + ((latest - 0.5) * chance));
        return refresh > ShortestRefresh ? refresh : ShortestRefresh;
    }

    private (RegistrationMachine, IReadOnlyList<RegistrationEffect>) Failed(Answered answer)
    {
        // A connection that ends beneath a REGISTER tells nothing of the registrar but that a new one is due; if that ends as well, it is down.
        var delay = IsRefreshWanted ? TimeSpan.Zero : answer.IsConnectionLost && Failures == 0 ? Spread * answer.Chance : DelayAfter(answer);
        var failed = this with { Failures = Failures + 1 };
        var report = new ReportFailure(answer.StatusCode, IsRefusal(answer), delay);
        return IsRefreshWanted ? failed.RegisterAgain(report) : (failed with { State = Phase.Waiting }, [report, new StartTimer(delay)]);
    }

    private static bool IsRefusal(Answered answer) => answer.StatusCode is 401 or 403 or 407;

    private TimeSpan DelayAfter(Answered answer)
    {
        var first = IsRefusal(answer) ? DelayAfterRefusal : ShortestDelay;
        var doubled = first * Math.Pow(2, Math.Min(Failures, 10));
        var jittered = doubled * (0.8 + (0.4 * answer.Chance));

        // RFC 3261 §20.33: not before the time that the registrar names, within our own bounds.
        var wanted = answer.RetryAfter is { } retry && retry > jittered ? retry : jittered;
        return TimeSpan.FromTicks(Math.Clamp(wanted.Ticks, ShortestDelay.Ticks, LongestDelay.Ticks));
    }

    private (RegistrationMachine, IReadOnlyList<RegistrationEffect>) End() => (this with { State = Phase.Stopped }, [new Finish()]);
}
