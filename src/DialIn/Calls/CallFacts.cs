namespace DialIn.Calls;

/// <summary>What is known of a call when it comes in.</summary>
/// <param name="Id">Our own id of the call, in the log and in the record.</param>
/// <param name="Trunk">The trunk that brought it; of several accounts, <c>trunk/account</c>.</param>
/// <param name="CalledNumber">Which of our numbers was dialled, E.164.</param>
/// <param name="Languages">The number's languages, the first one spoken first.</param>
/// <param name="Caller">Who calls; prints masked.</param>
/// <param name="InBandDigits">Whether keys may come as tones.</param>
internal sealed record CallFacts(
    string Id, string Trunk, string CalledNumber, IReadOnlyList<string> Languages, CallerNumber Caller, InBandDigits InBandDigits)
{
    /// <summary>Whether DialIn calls itself, inside: what the carrier's audio has to be does not hold for it.</summary>
    public bool IsOwn { get; init; }

    /// <summary>The trunk's name without that of its account.</summary>
    public string TrunkName => TrunkNameOf(Trunk);

    /// <summary>The name of a trunk, of which perhaps an account is told too.</summary>
    public static string TrunkNameOf(string trunk) => trunk.Split('/')[0];
}
