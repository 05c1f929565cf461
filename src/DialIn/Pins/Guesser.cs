namespace DialIn.Pins;

/// <summary>Who tries a PIN.</summary>
/// <param name="Trunk">The trunk that brought the call, without the account.</param>
/// <param name="Caller">A keyed hash of the caller's number; <see langword="null"/> where there is none.</param>
internal readonly record struct Guesser(string Trunk, string? Caller)
{
    private const string TrunkPrefix = "trunk/";

    /// <summary>Under which name the trunk is counted.</summary>
    public string TrunkSubject => TrunkPrefix + Trunk;

    /// <summary>Under which name the caller is counted.</summary>
    public string? CallerSubject => Caller is null ? null : $"caller/{Caller}";

    /// <summary>The trunk that is counted under a name.</summary>
    public static string TrunkOf(string subject) => subject[TrunkPrefix.Length..];
}
