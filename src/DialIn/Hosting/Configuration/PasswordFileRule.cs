using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>A password that we show to somebody lies in a file that nobody but the service can read. It is never in the configuration itself.</summary>
internal static class PasswordFileRule
{
    private const UnixFileMode Others =
        UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Checks the file of one trunk's account.</summary>
    public static void Check(TrunkAccount account, string key, string baseFolder, FaultList faults)
    {
        if (account.PasswordFile is { } file)
        {
            Check(file, key, baseFolder, faults);
        }
        else
        {
            faults.Warn(key, null, $"is missing; without a password from dialin trunk set-password, trunk {account.Label} is not registered");
        }
    }

    /// <summary>Checks a file.</summary>
    public static void Check(string file, string key, string baseFolder, FaultList faults)
    {
        var path = Path.GetFullPath(file, baseFolder);
        if (!File.Exists(path))
        {
            faults.Add(key, file, $"does not exist as {path}; write the password into it and: chmod 600 {path}");
        }
        else if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != 0)
        {
            faults.Add(key, file, $"can be read by others; chmod 600 {path}");
        }
        else
        {
            CheckContent(file, path, key, faults);
        }
    }

    private static void CheckContent(string file, string path, string key, FaultList faults)
    {
        try
        {
            if (string.IsNullOrEmpty(File.ReadLines(path).FirstOrDefault()))
            {
                faults.Add(key, file, "is empty; its first line must be the password");
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(key, file, $"cannot be read by this user: {fault.Message}");
        }
    }
}
