namespace DialIn.Trunks;

/// <summary>How a carrier and the bridge know each other.</summary>
internal enum TrunkMode
{
    /// <summary>By address: the carrier calls from its networks, nobody registers.</summary>
    Static,

    /// <summary>The bridge registers at the carrier with a user name and a password.</summary>
    Register,
}
