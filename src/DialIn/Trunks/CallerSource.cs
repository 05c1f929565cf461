namespace DialIn.Trunks;

/// <summary>Whom a trunk is believed about who calls.</summary>
internal enum CallerSource
{
    /// <summary>The carrier: P-Asserted-Identity, and From where it has none.</summary>
    Asserted,

    /// <summary>From alone: a trunk whose P-Asserted-Identity anybody may have written.</summary>
    From,
}
