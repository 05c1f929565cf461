namespace DialIn.Trunks;

/// <summary>What a carrier wants to agree on before it takes a registration (RFC 3329).</summary>
internal enum TrunkSecurityAgreement
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Encrypted media with keys in the session description, as Deutsche Telekom's CompanyFlex asks for.</summary>
    Mediasec,
}
