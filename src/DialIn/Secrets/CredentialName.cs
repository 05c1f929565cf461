namespace DialIn.Secrets;

/// <summary>
/// Whose secret it is, such as <c>trunk/sipgate</c>, <c>trunk/telekom/main</c>, <c>server/bbb1</c> or <c>frontend/greenlight</c>. Case does not count, as it
/// does not in the configuration. A ciphertext is bound to this name.
/// </summary>
internal readonly record struct CredentialName
{
    private CredentialName(string text) => Text = text.ToLowerInvariant();

    /// <summary>The name as it is stored and printed.</summary>
    public string Text { get; }

    /// <summary>The password of a trunk's account. An account named like its trunk is the trunk's only one.</summary>
    public static CredentialName OfTrunk(string trunk, string account) =>
        new(account.Equals(trunk, StringComparison.OrdinalIgnoreCase) ? $"trunk/{trunk}" : $"trunk/{trunk}/{account}");

    /// <summary>The shared secret of a BBB server.</summary>
    public static CredentialName OfServer(string server) => new($"server/{server}");

    /// <summary>The shared secret of a front end of our BBB API endpoint.</summary>
    public static CredentialName OfFrontEnd(string frontEnd) => new($"frontend/{frontEnd}");

    /// <summary>A name as it was stored.</summary>
    public static CredentialName Stored(string text) => new(text);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
