namespace DialIn.Trunks;

/// <summary>The secrets of one account at one moment. Never printed.</summary>
/// <param name="Current">The one to show first.</param>
/// <param name="Other">
/// During a rotation: the one to show, once, when the carrier refuses <paramref name="Current"/>. Whether that is the next or the
/// previous password is the store's business.
/// </param>
internal sealed record TrunkSecret(string Current, string? Other = null)
{
    /// <summary>Never the secrets.</summary>
    public override string ToString() => "****";
}
