namespace DialIn.Pins;

/// <summary>How many wrong PINs there may be in an hour before tries are made harder.</summary>
/// <param name="Budget">Of everybody together.</param>
/// <param name="OfCaller">From one caller's number. Callers without a number are not told apart; for them the others count.</param>
/// <param name="OfTrunk">Through one trunk.</param>
internal sealed record GuessingLimits(int Budget, int OfCaller, int OfTrunk)
{
    /// <summary>What the operator set.</summary>
    public static GuessingLimits Of(PinsOptions options) =>
        new(options.MaxWrongPerHour, options.MaxWrongPerCaller, options.MaxWrongPerTrunk ?? options.MaxWrongPerHour);
}

/// <summary>How many wrong PINs there were in the last hour.</summary>
internal readonly record struct FailureTally(int All, int OfCaller, int OfTrunk);

/// <summary>Which limit has been reached.</summary>
internal enum GuessingLimit
{
    /// <summary>None.</summary>
    None,

    /// <summary>That of the caller's number: this caller's tries are harder.</summary>
    Caller,

    /// <summary>That of the trunk: the tries of all its callers are harder.</summary>
    Trunk,

    /// <summary>That of everybody together: all tries are harder.</summary>
    Budget,
}
