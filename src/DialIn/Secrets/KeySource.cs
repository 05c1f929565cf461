using System.Collections;

namespace DialIn.Secrets;

/// <summary>
/// Where the key comes from: the file of <c>Secrets:KeyFile</c>, else the systemd credential <c>dialin.key</c>, else the
/// environment variable <c>DIALIN_SECRETS_KEY</c>. Read anew for each use, so that a key can come or change without a restart.
/// </summary>
/// <param name="options">The section <c>Secrets</c>.</param>
/// <param name="baseFolder">What a relative file counts from.</param>
/// <param name="environment">Environment variables.</param>
internal sealed class KeySource(SecretsOptions options, string baseFolder, IDictionary environment)
{
    /// <summary>Name of the systemd credential.</summary>
    public const string CredentialName = "dialin.key";

    /// <summary>The environment variable with the key itself.</summary>
    public const string Variable = "DIALIN_SECRETS_KEY";

    private const string CredentialsFolder = "CREDENTIALS_DIRECTORY";

    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>The file of <c>Secrets:KeyFile</c>.</summary>
    public string File { get; } = Path.GetFullPath(options.KeyFile, baseFolder);

    /// <summary>The keys, or <see langword="null"/> if there is none anywhere.</summary>
    /// <exception cref="SecretsException">There is one, but it cannot be read, can be read by others, or is no key.</exception>
    public KeyRing? Find()
    {
        if (ReadFile(File, mustBePrivate: true) is { } own)
        {
            return Parse(own, File);
        }

        // systemd keeps these readable for the service alone, by a mount and not by the mode.
        if (environment[CredentialsFolder] is string { Length: > 0 } folder && ReadFile(Path.Combine(folder, CredentialName), mustBePrivate: false) is { } credential)
        {
            return Parse(credential, $"the systemd credential {CredentialName}");
        }

        return environment[Variable] is string { Length: > 0 } variable ? Parse(variable, $"the environment variable {Variable}") : null;
    }

    /// <summary>The keys.</summary>
    /// <exception cref="SecretsException">There is none that can be used; the message says how to make one.</exception>
    public KeyRing Require() => Find() ?? throw new SecretsException($"There is no key to encrypt secrets with. {HowToCreate}");

    /// <summary>What an operator without a key does.</summary>
    public string HowToCreate =>
        $"Make one: dialin secrets create-key, as the service's user, writes {File}; or dialin secrets create-key --print | sudo install -m 600 -o dialin -g dialin /dev/stdin {File}";

    private static KeyRing Parse(string text, string source) => KeyRing.Parse(text, source)
        ?? throw new SecretsException($"{source} is no key: it must be {SecretKey.HexLength} hexadecimal digits, such as dialin secrets create-key --print writes");

    private static string? ReadFile(string path, bool mustBePrivate)
    {
        try
        {
            // What is looked at is what is read, also if another file takes the name in between.
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (mustBePrivate && !OperatingSystem.IsWindows() && (System.IO.File.GetUnixFileMode(file.SafeFileHandle) & Others) != 0)
            {
                throw new SecretsException($"{path} can be read by others, so what it encrypts is no secret; chmod 600 {path}");
            }

            using var reader = new StreamReader(file);
            return reader.ReadToEnd();
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new SecretsException($"{path} cannot be read by this user: {fault.Message}");
        }
    }
}
