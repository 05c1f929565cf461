namespace DialIn.Sip.Authentication;

/// <summary>A user name and a password that is never printed.</summary>
public sealed class DigestCredentials
{
    private readonly Func<string?> _password;

    /// <summary>Credentials whose password is asked for whenever it is needed, so that it can change while calls are up.</summary>
    /// <param name="username">The user.</param>
    /// <param name="password">Gives the present password, or <c>null</c> while there is none.</param>
    /// <param name="realm">The only realm to which they are shown; <c>null</c> for any.</param>
    public DigestCredentials(string username, Func<string?> password, string? realm = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(username);
        ArgumentNullException.ThrowIfNull(password);
        Username = username;
        Realm = realm;
        _password = password;
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

    /// <summary>The present password.</summary>
    internal string? Password => _password();

    /// <summary>Never the secret.</summary>
    public override string ToString() => "****";
}
