namespace DialIn.Secrets;

/// <summary>Section <c>DialIn:Secrets</c>: how passwords and shared secrets are kept and changed while calls are up.</summary>
internal sealed class SecretsOptions
{
    /// <summary>File of mode 0600 with the key that stored secrets are encrypted with. A relative file counts from the configuration's folder.</summary>
    // Beside the configuration and not beside the database: a copy of the database alone opens nothing. It need not exist.
    public string KeyFile { get; set; } = "dialin.key";

    /// <summary>How long an old secret is kept as fallback after a new one took its place; 0 to 90 days.</summary>
    // A day: a carrier that goes back to the old password does so within hours.
    public TimeSpan FallbackFor { get; set; } = TimeSpan.FromDays(1);
}
