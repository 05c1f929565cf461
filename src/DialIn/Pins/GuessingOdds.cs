namespace DialIn.Pins;

/// <summary>
/// How likely a stranger who guesses PINs by telephone hits a room. A pure function of the pool, the meetings that run and the limits,
/// for somebody who knows our rules and guesses as well as can be done.
/// </summary>
internal sealed record GuessingOdds
{
    /// <summary>The chance of one guess, 0 to 1, while the limits hold: any room with a PIN is a hit.</summary>
    public required double Guess { get; init; }

    /// <summary>The chance of one guess beyond a limit: only rooms that run are a hit.</summary>
    public required double GuessAtRunning { get; init; }

    /// <summary>Guesses in an hour within the budget.</summary>
    public required double GuessesWithin { get; init; }

    /// <summary>Guesses in an hour beyond it, with all lines taken by one guesser who does nothing else.</summary>
    public required double GuessesBeyond { get; init; }

    /// <summary>Fewest digits, for all rooms, with which <see cref="Guess"/> is halved or less; <see langword="null"/>: there are no longer PINs.</summary>
    public required int? HalvingLength { get; init; }

    /// <summary>The odds.</summary>
    /// <param name="rooms">Rooms with a PIN, by its length.</param>
    /// <param name="running">Those of them that run, by the length of their PIN.</param>
    /// <param name="limits">What may go wrong in an hour.</param>
    /// <param name="lines">Calls at once.</param>
    /// <param name="callsPerSecond">Calls that may begin in a second.</param>
    public static GuessingOdds Of(
        IReadOnlyDictionary<int, int> rooms, IReadOnlyDictionary<int, int> running, GuessingLimits limits, int lines, int callsPerSecond)
    {
        var guess = Best(rooms);
        return new GuessingOdds
        {
            Guess = guess,
            GuessAtRunning = Best(running),
            GuessesWithin = limits.Budget,
            // One try in each call, and its answer takes as long as it takes; nothing else of a call is counted.
            GuessesBeyond = Math.Min(lines / GuessingGuard.Wait.TotalHours, callsPerSecond * 3600.0),
            HalvingLength = Enumerable.Range(Pin.MinLength, Pin.MaxLength - Pin.MinLength + 1)
                .Where(length => rooms.Values.Sum() / Numbers(length) <= guess / 2).Cast<int?>().FirstOrDefault(),
        };
    }

    /// <summary>How many PINs of a length there are. They do not begin with 0; that less than one in a hundred is trivial is not counted.</summary>
    public static double Numbers(int length) => 9 * Math.Pow(10, length - 1);

    /// <summary>The chance of at least one hit.</summary>
    /// <param name="guess">The chance of one guess.</param>
    /// <param name="guesses">How many.</param>
    public static double Hit(double guess, double guesses) => -Math.Exp(guesses * LogOfMiss(guess)) + 1;

    /// <summary>How long it takes to an even chance of a hit; <see langword="null"/>: it never comes to that.</summary>
    /// <param name="guess">The chance of one guess.</param>
    /// <param name="guessesAnHour">How many in an hour.</param>
    public static TimeSpan? EvenChanceAfter(double guess, double guessesAnHour) =>
        guess * guessesAnHour > 0 && Math.Log(0.5) / (guessesAnHour * LogOfMiss(guess)) is var hours and < 1e7 ? TimeSpan.FromHours(hours) : null;

    // A guesser takes the length in which rooms lie closest together.
    private static double Best(IReadOnlyDictionary<int, int> rooms) =>
        rooms.Count == 0 ? 0 : rooms.Max(static entry => Math.Min(1, entry.Value / Numbers(entry.Key)));

    // ln(1 - p), which for a small p would be lost in 1 - p.
    private static double LogOfMiss(double guess) => guess >= 1 ? double.NegativeInfinity : guess < 1e-6 ? -guess : Math.Log(1 - guess);
}
