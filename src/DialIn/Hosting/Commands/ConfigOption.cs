using System.CommandLine;
using DialIn.Hosting.Configuration;

namespace DialIn.Hosting.Commands;

/// <summary>The option <c>--config FILE</c>, which every verb has, and the configuration it leads to.</summary>
internal sealed class ConfigOption
{
    private readonly Terminal _terminal;

    /// <param name="terminal">Where it says which file it has chosen.</param>
    public ConfigOption(Terminal terminal)
    {
        _terminal = terminal;
        Option.Validators.Add(FileNameRule.Check);
    }

    /// <summary>The option itself.</summary>
    public Option<string?> Option { get; } = new("--config", "-c")
    {
        Description = $"Configuration file (JSON, comments allowed); {ConfigurationLoader.InstalledFile} if it is there. DialIn__Key in the environment overrides it.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Reads the configuration that the arguments name.</summary>
    public LoadedConfiguration Load(ParseResult arguments) => Load(arguments.GetValue(Option), ConfigurationLoader.InstalledFile);

    /// <summary>The same of values.</summary>
    /// <param name="file">What was named; null if nothing.</param>
    /// <param name="installed">See <see cref="ConfigurationLoader.InstalledFile"/>.</param>
    internal LoadedConfiguration Load(string? file, string installed)
    {
        var loaded = ConfigurationLoader.Load(file, Environment.GetEnvironmentVariables(), installed);
        if (loaded.IsInstalledFile)
        {
            _terminal.Error.WriteLine($"Configuration: {loaded.File}");
        }

        return loaded;
    }

    /// <summary>Writes the faults of some sections, and those of no section: of a file that cannot be read. What nobody needs now must keep nobody from the verb.</summary>
    /// <param name="loaded">The configuration.</param>
    /// <param name="terminal">Where they are written.</param>
    /// <param name="sections">The sections of DialIn that the verb needs.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Report(LoadedConfiguration loaded, Terminal terminal, params ReadOnlySpan<string> sections)
    {
        var relevant = new List<Fault>();
        foreach (var fault in loaded.Faults.All)
        {
            if (!fault.IsWarning && IsRelevant(fault.Key, sections))
            {
                relevant.Add(fault);
            }
        }

        return Report(relevant, terminal);
    }

    /// <summary>Writes faults and warnings, one a line.</summary>
    /// <returns>Whether there is a fault among them.</returns>
    public static bool Report(IEnumerable<Fault> faults, Terminal terminal)
    {
        var list = faults.ToList();
        foreach (var fault in list)
        {
            terminal.Error.WriteLine($"{(fault.IsWarning ? "warning" : "fault")}: {fault}");
        }

        return list.Exists(static fault => !fault.IsWarning);
    }

    private static bool IsRelevant(string key, ReadOnlySpan<string> sections)
    {
        foreach (var section in sections)
        {
            if (key.StartsWith($"{DialInOptions.Section}:{section}", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return !key.StartsWith($"{DialInOptions.Section}:", StringComparison.Ordinal) && !key.StartsWith($"{LoggingRules.Section}:", StringComparison.Ordinal);
    }
}
