using System.CommandLine;
using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Storage;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin privacy</c>: what is stored about whom, what of one caller, and how that is erased.</summary>
internal static class PrivacyCommand
{
    private const string Prompt = "The caller's number with its country code, such as +4961511234567 (it is not shown): ";

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal) => new("privacy", "Say what is stored about whom and for how long; show or erase what is stored of one caller.")
    {
        Report(config, terminal),
        OfCaller("show", "Say what is stored of one caller, whose number is asked for or piped in.", config, terminal, ShowAsync),
        OfCaller("erase", "Erase all that is stored of one caller, whose number is asked for or piped in.", config, terminal, EraseAsync),
    };

    private static Command Report(ConfigOption config, Terminal terminal)
    {
        var command = new Command("report", "Say what is stored about whom and for how long, table by table, from the database itself.");
        command.SetAction((arguments, cancellationToken) =>
        {
            var loaded = config.Load(arguments);
            return RunAsync(loaded, terminal, async database =>
                new PrivacyReport(loaded.Options, terminal).Write(database.FilePath, await new SqlitePrivacy(database).ReadAsync(cancellationToken)) ? 0 : 1);
        });
        return command;
    }

    private static Command OfCaller(string verb, string description, ConfigOption config, Terminal terminal, Func<SqliteDatabase, CallerNumber, Terminal, CancellationToken, Task<int>> work)
    {
        // Hidden: only there to answer those who write the number behind the verb, without repeating it.
        var spoken = new Argument<string[]>("NUMBER") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        spoken.Validators.Add(static result =>
        {
            if (result.Tokens.Any(static token => token.Value != "-"))
            {
                result.AddError("The number is never an argument: ps and the shell's history show those. It is asked for, or piped in.");
            }
        });
        var command = new Command(verb, description) { spoken };
        command.SetAction((arguments, cancellationToken) => RunAsync(config.Load(arguments), terminal, async database =>
        {
            if (HiddenLine.Read(terminal, "number", Prompt) is not { } line)
            {
                return 1;
            }

            var caller = CallerNumber.Parse(line);
            if (!caller.IsInternational)
            {
                terminal.Error.WriteLine("That is no telephone number with its country code, such as +4961511234567. Nothing was changed.");
                return 1;
            }

            return await work(database, caller, terminal, cancellationToken);
        }));
        return command;
    }

    private static Task<int> RunAsync(LoadedConfiguration loaded, Terminal terminal, Func<SqliteDatabase, Task<int>> work) => DatabaseAccess.RunAsync(loaded, terminal, async database =>
    {
        if (!File.Exists(database.FilePath))
        {
            terminal.Output.WriteLine($"There is no database {database.FilePath}: nothing is stored.");
            return 0;
        }

        await database.CreateIfMissingAsync(CancellationToken.None);
        return await work(database);
    });

    private static async Task<int> ShowAsync(SqliteDatabase database, CallerNumber caller, Terminal terminal, CancellationToken cancellationToken)
    {
        var key = await new SqlitePseudonymKeyStore(database).GetOrCreateAsync(cancellationToken);
        var found = await new SqlitePrivacy(database).FindAsync(CallerTraces.Of(caller, key), cancellationToken);
        terminal.Output.WriteLine($"Name given by a front end: {found.Name ?? "none"}");
        terminal.Output.WriteLine($"Wrong PINs in the last hour: {found.WrongPins}");
        terminal.Output.WriteLine($"Calls from numbers that are masked as {caller}, of which some may be other people's: {found.Calls.Count}");
        foreach (var call in found.Calls)
        {
            terminal.Output.WriteLine($"  {call:yyyy-MM-dd HH:mm:ss} UTC");
        }

        WritePseudonym(caller, key, terminal);
        return 0;
    }

    private static async Task<int> EraseAsync(SqliteDatabase database, CallerNumber caller, Terminal terminal, CancellationToken cancellationToken)
    {
        var key = await new SqlitePseudonymKeyStore(database).GetOrCreateAsync(cancellationToken);
        var erased = await new SqlitePrivacy(database).EraseAsync(CallerTraces.Of(caller, key), TimeProvider.System.GetUtcNow(), SecretStore.Who, cancellationToken);
        terminal.Output.WriteLine($"Erased: {erased}. Call records show the number as {caller} only, so all of that mask went, perhaps some of other people.");
        WritePseudonym(caller, key, terminal);
        foreach (var copy in DatabaseCopies.Beside(database.FilePath))
        {
            terminal.Output.WriteLine($"Not erased from {copy}: delete it, or wait until the service does.");
        }

        terminal.Output.WriteLine("Not erased from backups that you keep elsewhere, nor from the journal, which has masked numbers.");
        if (!erased.IsGoneFromLog)
        {
            terminal.Error.WriteLine("warning: somebody was reading, so the old rows still stand in the database's log. Run this again.");
        }

        return 0;
    }

    private static void WritePseudonym(CallerNumber caller, byte[] key, Terminal terminal) => terminal.Output.WriteLine(
        $"BigBlueButton servers know this caller as {Pseudonym.For(caller, "", key).Number}: their logs and recordings are theirs to show or erase.");
}
