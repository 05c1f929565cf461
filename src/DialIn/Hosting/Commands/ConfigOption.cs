using System.CommandLine;
using DialIn.Hosting.Configuration;

namespace DialIn.Hosting.Commands;

/// <summary>The option <c>--config FILE</c>, which every verb has, and the configuration it leads to.</summary>
internal sealed class ConfigOption
{
    public ConfigOption() => Option.Validators.Add(FileNameRule.Check);

    /// <summary>The option itself.</summary>
    public Option<string?> Option { get; } = new("--config", "-c")
    {
        Description = "Configuration file (JSON, comments allowed). DialIn__Key in the environment overrides it.",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>Reads the configuration that the arguments name.</summary>
    public LoadedConfiguration Load(ParseResult arguments) =>
        ConfigurationLoader.Load(arguments.GetValue(Option), Environment.GetEnvironmentVariables());

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
}
