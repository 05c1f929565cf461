using System.Collections;
using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace DialIn.Hosting.Configuration;

/// <summary>Reads the configuration: <c>appsettings.json</c> beside the program, then the file of <c>--config</c>, then the environment.</summary>
/// <remarks>Without <c>--config</c>, and without a section of ours beside the program, the installed file counts if there is one.</remarks>
internal static class ConfigurationLoader
{
    /// <summary>Where an installation has its configuration.</summary>
    public const string InstalledFile = "/etc/dialin/dialin.json";

    /// <summary>Reads and validates. Never throws for what a file says; all faults are in the result.</summary>
    /// <param name="file">The file of <c>--config</c>, or <see langword="null"/>.</param>
    /// <param name="environment">Environment variables.</param>
    /// <param name="installed">See <see cref="InstalledFile"/>.</param>
    public static LoadedConfiguration Load(string? file, IDictionary environment, string installed = InstalledFile)
    {
        var faults = new FaultList();
        var builder = new ConfigurationBuilder();
        var beside = AddFile(builder, Path.Combine(AppContext.BaseDirectory, "appsettings.json"), mustExist: false, faults);
        var takesInstalled = file is null && beside?.GetSection(DialInOptions.Section).GetChildren().Any() != true && IsThere(installed);
        file = takesInstalled ? installed : file;
        var path = file is null ? null : Path.GetFullPath(file);
        var own = path is null ? null : AddFile(builder, path, mustExist: true, faults);
        var variables = FromEnvironment(environment);
        builder.AddInMemoryCollection(variables.Select(same => KeyValuePair.Create(same.Key, environment[same.First()] as string)));

        var root = builder.Build();
        var baseFolder = path is null ? Environment.CurrentDirectory : Path.GetDirectoryName(path)!;
        CheckTopLevel(own, path, faults);
        // A file that cannot be read would only be followed by "is missing" for all that it holds.
        var isReadable = !faults.HasFaults;
        CheckVariables(variables, faults);
        var options = new OptionsReader(faults).Read<DialInOptions>(root.GetSection(DialInOptions.Section));
        if (isReadable)
        {
            OptionsRules.Check(options, baseFolder, faults);
            PlaceholderRules.Check(root.GetSection(DialInOptions.Section), faults);
            LoggingRules.Check(root.GetSection(LoggingRules.Section), faults);
        }

        return new LoadedConfiguration(root, options, faults, baseFolder, path, takesInstalled);
    }

    // A file that may not be seen is there too: whoever is not told so would work on a database of his own.
    private static bool IsThere(string path)
    {
        try
        {
            return !File.GetAttributes(path).HasFlag(FileAttributes.Directory);
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static IConfiguration? AddFile(ConfigurationBuilder builder, string path, bool mustExist, FaultList faults)
    {
        try
        {
            if (!mustExist && !File.Exists(path))
            {
                return null;
            }

            // Parsed on its own first, so that a fault has a file and does not take the other sources with it.
            var content = File.ReadAllBytes(path);
            var parsed = new ConfigurationBuilder().AddJsonStream(new MemoryStream(content)).Build();
            builder.AddJsonStream(new MemoryStream(content));
            return parsed;
        }
        catch (JsonException fault)
        {
            var line = (fault.LineNumber + 1)?.ToString(CultureInfo.InvariantCulture) ?? "?";
            faults.Add(path, null, $"line {line} is not JSON: {WithoutPosition(fault.Message)}");
        }
        catch (FormatException fault)
        {
            faults.Add(path, null, fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Add(path, null, $"cannot be read: {fault.Message}");
        }

        return null;
    }

    // The message ends with a position that counts lines from 0.
    private static string WithoutPosition(string message)
    {
        var position = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return position < 0 ? message : message[..position];
    }

    // The names of variables by the key that each sets. Their case matters to the system and not to us, so there may be several.
    private static List<IGrouping<string, string>> FromEnvironment(IDictionary environment) =>
    [
        .. environment.Keys.Cast<string>().Order(StringComparer.Ordinal)
            .GroupBy(static name => name.Replace("__", ":", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase)
            .Where(static same => same.Key.StartsWith("DialIn:", StringComparison.OrdinalIgnoreCase)
                || same.Key.StartsWith($"{LoggingRules.Section}:", StringComparison.OrdinalIgnoreCase)),
    ];

    private static void CheckVariables(IEnumerable<IGrouping<string, string>> variables, FaultList faults)
    {
        foreach (var same in variables.Where(static same => same.Count() > 1))
        {
            faults.Add(same.First(), null, $"and {string.Join(", ", same.Skip(1))} in the environment set the same option; remove all but one");
        }
    }

    // Other sections are the host's business, but a section just beside ours would silently do nothing.
    private static void CheckTopLevel(IConfiguration? own, string? path, FaultList faults)
    {
        foreach (var section in own?.GetChildren() ?? [])
        {
            if (UnknownKey.IsLikely(section.Key, DialInOptions.Section))
            {
                faults.Add(section.Key, null, $"is unknown in {path}; did you mean {DialInOptions.Section}?");
            }
            else if (typeof(DialInOptions).GetProperty(section.Key) is not null)
            {
                faults.Add(section.Key, null, $"must be inside the section {DialInOptions.Section}: {{ \"{DialInOptions.Section}\": {{ \"{section.Key}\": … }} }}");
            }
        }
    }
}
