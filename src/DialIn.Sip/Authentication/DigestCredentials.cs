namespace DialIn.Sip.Authentication;

/// <summary>
/// A user name and a password that is never printed. Credentials that name no realm are shown to any, but only on REGISTER and
/// OPTIONS: those alone are requests that we make of our own accord to a target of our own.
/// </summary>
public sealed class DigestCredentials
{
    private readonly IDigestSecrets _secrets;

    /// <summary>Credentials whose passwords are asked for whenever they are needed, so that they can change while calls are up.</summary>
    /// <param name="username">The user.</param>
    /// <param name="secrets">Gives the passwords, and hears what became of them.</param>
    /// <param name="realm">The only realm to which they are shown; <c>null</c> for any.</param>
    public DigestCredentials(string username, IDigestSecrets secrets, string? realm = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentNullException.ThrowIfNull(secrets);
        Username = username;
        Realm = realm;
        _secrets = secrets;
    }

    /// <summary>Credentials with one password that can change.</summary>
    /// <param name="username">The user.</param>
    /// <param name="password">Gives the present password, or <c>null</c> while there is none.</param>
    /// <param name="realm">The only realm to which they are shown; <c>null</c> for any.</param>
    public DigestCredentials(string username, Func<string?> password, string? realm = null)
        : this(username, new Single(password), realm)
    {
    }

    /// <summary>Credentials with a fixed password.</summary>
    public DigestCredentials(string username, string password, string? realm = null)
        : this(username, () => password, realm)
    {
    }

    /// <summary>The user.</summary>
    public string Username { get; }

    /// <summary>The only realm to which the credentials are shown; <c>null</c> for any.</summary>
    public string? Realm { get; }

    /// <summary>The present passwords, the first one preferred.</summary>
    internal IReadOnlyList<string> Passwords => _secrets.Find();

    /// <summary>Never the secret.</summary>
    public override string ToString() => "****";

    internal void Report(string password, bool accepted) => _secrets.Report(password, accepted);

    private sealed class Single(Func<string?> password) : IDigestSecrets
    {
        public IReadOnlyList<string> Find() => password() is { } present ? [present] : [];

        public void Report(string password, bool accepted)
        {
        }
    }
}
