using System.CommandLine;
using System.Globalization;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin audit</c>: what happened to secrets, and who did it.</summary>
internal static class AuditCommand
{
    private const int UsualCount = 50;
    private const int MostAtOnce = 100_000;

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var count = CountOption.Create("How many, the newest ones.", MostAtOnce, UsualCount);
        var subject = new Option<string?>("--subject", "-s") { Description = "Only of this one, such as trunk/sipgate, server/bbb1 or token.", HelpName = "SUBJECT" };
        var list = new Command("list", "List what happened to passwords, secrets, keys and tokens.") { count, subject };
        list.SetAction((arguments, cancellationToken) => SecretStore.RunAsync(config.Load(arguments), terminal, async store =>
        {
            var entries = await store.Audit.ListAsync(
                arguments.GetValue(subject)?.ToLowerInvariant(), 0, arguments.GetValue(count), cancellationToken);
            terminal.WriteRows(
                ["Time (UTC)", "What", "Whose", "Outcome", "Who"],
                entries.Select(static entry => (IReadOnlyList<string>)
                    [entry.At.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), entry.Action, entry.Subject, entry.Outcome, entry.Who]));
            return 0;
        }));
        return new Command("audit", "The record of all that happened to secrets.") { list };
    }
}
