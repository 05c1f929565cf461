namespace DialIn.Pins;

/// <summary>
/// What makes guessing hopeless and shuts nobody out: a pure function from the wrong PINs of the last hour to the terms of a try.
/// </summary>
/// <remarks>
/// Within the limits a call has three tries. Beyond one of them a call has one, each answer takes ten seconds, and a room that does not run
/// is no room: a guesser is left with those few that run, and with six tries a minute on each line. Whoever has the right PIN of a meeting that runs
/// gets in, always.
/// </remarks>
internal static class GuessingGuard
{
    /// <summary>How long an answer takes beyond a limit, be the PIN right or wrong: whoever hangs up earlier has learnt nothing.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(10);

    /// <summary>Which limit has been reached; the narrowest one if there are several.</summary>
    public static GuessingLimit Reached(FailureTally tally, GuessingLimits limits) =>
        tally.OfCaller >= limits.OfCaller ? GuessingLimit.Caller
        : tally.OfTrunk >= limits.OfTrunk ? GuessingLimit.Trunk
        : tally.All >= limits.Budget ? GuessingLimit.Budget
        : GuessingLimit.None;

    /// <summary>Judges a try.</summary>
    /// <param name="reached">The limit that has been reached.</param>
    /// <param name="leadsToRoom">Whether the PIN leads to a room.</param>
    /// <param name="isRunning">Whether that room's meeting runs, or has been lost while it ran.</param>
    public static PinVerdict Judge(GuessingLimit reached, bool leadsToRoom, bool isRunning) =>
        reached == GuessingLimit.None
            ? new PinVerdict(leadsToRoom, default, reached)
            : new PinVerdict(leadsToRoom && isRunning, new TryTerms(Wait, IsOnlyTry: true), reached);

    /// <summary>Against which limits a wrong PIN counts.</summary>
    /// <remarks>
    /// Who is held back already is not held against others: one caller or trunk under attack does not make it harder for everybody.
    /// Callers are counted only while the other limits hold, so the callers counted in an hour are never more than the budget.
    /// </remarks>
    /// <param name="reached">The limit that had been reached at that try.</param>
    public static (bool All, bool Caller, bool Trunk) CountsAgainst(GuessingLimit reached) => reached switch
    {
        GuessingLimit.Caller => (All: false, Caller: true, Trunk: false),
        GuessingLimit.Trunk => (All: false, Caller: false, Trunk: true),
        GuessingLimit.Budget => (All: true, Caller: false, Trunk: true),
        _ => (All: true, Caller: true, Trunk: true),
    };
}

/// <summary>The terms of a try.</summary>
/// <param name="Wait">How long the answer takes; zero: as usual.</param>
/// <param name="IsOnlyTry">Whether the call has no further try after it.</param>
internal readonly record struct TryTerms(TimeSpan Wait, bool IsOnlyTry);

/// <summary>What a caller is told about a PIN.</summary>
/// <param name="IsAccepted">Whether it opens the room; else it is unknown, for whatever reason.</param>
/// <param name="Terms">On which terms.</param>
/// <param name="Reached">The limit that had been reached.</param>
internal readonly record struct PinVerdict(bool IsAccepted, TryTerms Terms, GuessingLimit Reached);
