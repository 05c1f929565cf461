using System.CommandLine;
using DialIn.BigBlueButton;
using DialIn.Hosting.Configuration;
using DialIn.Sip.Locating;
using DialIn.Storage;
using DialIn.Trunks;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin check</c>: says whether calls would work, without taking any, and what to do if not.</summary>
internal static class CheckCommand
{
    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var server = new Option<string?>("--server", "-s")
        {
            Description = "Look at this BBB server alone, with an OPTIONS and a call to a conference that does not exist: firewall, access lists, codecs, dialplan.",
            HelpName = "NAME",
        };
        var command = new Command("check", "Check configuration, storage, servers and trunks. Exit code 1 when calls would fail.") { server };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var loaded = config.Load(arguments);
            var findings = arguments.GetValue(server) is { } name
                ? await new ConferenceCheck(ConferenceCheck.Usual).FindAsync(loaded, name, cancellationToken)
                : await FindAsync(loaded, cancellationToken);
            Write(findings, terminal);
            return findings.Any(static finding => finding.Verdict == Verdict.Fault) ? 1 : 0;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddBbbApiClient().AddNames(loaded.Options.Sip).AddPublishedLists().BuildServiceProvider();
        var stored = await SecretsCheck.OpenAsync(loaded, cancellationToken);
        using var database = loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Storage") ? null : new SqliteDatabase(loaded.Options.Storage.ConnectionString, loaded.BaseFolder);
        var kept = File.Exists(database?.FilePath) ? new SqlitePublishedListStore(database) : null;
        var servers = new ServerCheck(services.GetRequiredService<BbbApiClient>(), new ServerSecrets(stored), TimeProvider.System);
        return
        [
            .. ConfigurationCheck.Find(loaded),
            .. PromptCheck.Find(loaded),
            .. TextCheck.Find(loaded),
            .. await StorageCheck.FindAsync(loaded, TimeProvider.System, cancellationToken),
            .. await SecretsCheck.FindAsync(loaded, cancellationToken),
            .. await servers.FindAsync(loaded, cancellationToken),
            .. await AnnouncementCheck.FindAsync(loaded),
            .. await new TrunkCheck(services.GetRequiredService<ServerFinder>(), services.GetRequiredService<PublishedLists>(), kept, TimeProvider.System).FindAsync(loaded, cancellationToken),
            .. await LeaseCheck.FindAsync(loaded, LeaseHolder.Own(), cancellationToken),
        ];
    }

    private static void Write(IReadOnlyList<Finding> findings, Terminal terminal)
    {
        terminal.WriteRows(
            ["", "What", "Found", "What to do"],
            findings.Select(static f => (IReadOnlyList<string>)[Word(f.Verdict), f.Subject, f.Text, f.Remedy]));
        var faults = findings.Count(static finding => finding.Verdict == Verdict.Fault);
        var warnings = findings.Count(static finding => finding.Verdict == Verdict.Warning);
        terminal.Output.WriteLine(faults > 0 ? $"Faults: {faults}, warnings: {warnings}. Calls would fail." : $"No faults, warnings: {warnings}.");
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        _ => "FAULT",
    };
}
