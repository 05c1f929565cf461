namespace DialIn.Trunks;

/// <summary>Section <c>DialIn:Trunks[]:ProofCalls</c>: calls that DialIn places to itself, to know that calls arrive.</summary>
internal sealed class ProofCallOptions
{
    /// <summary>How often one is placed, 5 min to 7 days.</summary>
    // Unset: none. Each costs what a call of ten seconds costs.
    public TimeSpan? Every { get; set; }

    /// <summary>The number that is called; one of <c>PhoneNumbers</c>.</summary>
    // Unset: the first one.
    public string? Number { get; set; }

    /// <summary>Whether the call stays inside: the program calls its own SIP listener as if it were this trunk.</summary>
    // No: it proves all but the carrier, which is what fails most. For carriers that take no calls, or none to the own number.
    public bool Loop { get; set; }
}
