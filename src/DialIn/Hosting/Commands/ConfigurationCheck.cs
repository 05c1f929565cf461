using DialIn.Hosting.Configuration;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that needs nothing but the configuration.</summary>
internal static class ConfigurationCheck
{
    /// <summary>Every fault and warning as a finding.</summary>
    public static IEnumerable<Finding> Find(LoadedConfiguration loaded)
    {
        foreach (var fault in loaded.Faults.All)
        {
            var value = fault.Value is null ? "" : $"\"{fault.Value}\"";
            yield return new Finding(fault.IsWarning ? Verdict.Warning : Verdict.Fault, fault.Key, value, fault.Expected);
        }

        if (IsReadByAll(loaded))
        {
            yield return new Finding(Verdict.Warning, loaded.File!, "holds the servers' secrets and everybody can read it", $"chmod o-rwx {loaded.File}");
        }

        if (!loaded.Faults.HasFaults)
        {
            yield return new Finding(Verdict.Ok, "configuration", loaded.File ?? "from the environment");
        }
    }

    private static bool IsReadByAll(LoadedConfiguration loaded) =>
        !OperatingSystem.IsWindows()
        && loaded.File is { } file
        && File.Exists(file)
        && loaded.Options.Servers.Any(static server => server.Secret.Length > 0)
        && (File.GetUnixFileMode(file) & UnixFileMode.OtherRead) != 0;
}
