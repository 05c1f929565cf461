using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using DialIn.Operations.Traces;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin trace</c>: has the running service write the SIP messages of some calls.</summary>
internal static class TraceCommand
{
    private const string Path = "/api/v1/traces";
    private const string FromInput = "-";

    private const string Rule =
        $"What is traced is the id of a call ({TraceTarget.CallIdForm}), or - for a number. A number is never an argument: ps and the shell's history show those. It is asked for, or piped in.";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var target = new Argument<string?>("CALL")
        {
            Description = "The id of a call as the log has it; or -: the calls of a telephone number, theirs or ours, which is asked for or piped in. Without it: list what is traced.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        target.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: not FromInput and var text }] && !TraceTarget.IsCallId(text))
            {
                // It is not repeated: it may well be one.
                result.AddError(Rule);
            }
        });
        // Hidden: only there to answer those who write a number in several pieces, without repeating it.
        var pieces = new Argument<string[]>("NUMBER") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        pieces.Validators.Add(static result =>
        {
            if (result.Tokens.Count > 0)
            {
                result.AddError(Rule);
            }
        });
        var minutes = new Option<int>("--minutes", "-m") { Description = "For how long, 1 to 1440.", HelpName = "N", DefaultValueFactory = static _ => TraceRequest.UsualMinutes };
        var stop = new Option<string?>("--stop") { Description = "End this trace now; its files stay.", HelpName = "TRACE" };
        var command = new Command("trace", "Write the SIP messages of some calls for some minutes, as text and as pcap, without secrets, PINs and numbers.") { target, pieces, minutes, stop };
        command.SetAction((arguments, cancellationToken) =>
        {
            var (ended, traced) = (arguments.GetValue(stop), arguments.GetValue(target));
            // Before the service is asked: somebody may take long to type, and a token would be made meanwhile.
            if (ended is null && traced == FromInput && (traced = HiddenLine.Read(terminal, "number", "Number, of theirs or ours (not shown): ")) is null)
            {
                return Task.FromResult(1);
            }

            return RunningProgram.AskAsync(config.Load(arguments), terminal, Patience, client =>
                ended is not null ? StopAsync(client, ended, terminal, cancellationToken)
                : traced is not null ? ArmAsync(client, new TraceRequest(traced, arguments.GetValue(minutes)), terminal, cancellationToken)
                : ListAsync(client, terminal, cancellationToken));
        });
        return command;
    }

    private static async Task<int> ArmAsync(HttpClient client, TraceRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(Path, request, cancellationToken);
        if (await RunningProgram.ReadAsync<TraceAnswer>(answer, terminal, cancellationToken) is not { } trace)
        {
            return 1;
        }

        terminal.Output.WriteLine($"Calls of {trace.Target} are traced until {Time(trace.Until)} UTC (trace {trace.Id}). The files, one .txt and one .pcap a call, are in {trace.Folder}");
        return 0;
    }

    private static async Task<int> ListAsync(HttpClient client, Terminal terminal, CancellationToken cancellationToken)
    {
        using var answer = await client.GetAsync(Path, cancellationToken);
        if (await RunningProgram.ReadAsync<IReadOnlyList<TraceAnswer>>(answer, terminal, cancellationToken) is not { } traces)
        {
            return 1;
        }

        terminal.WriteRows(
            ["Trace", "of", "until (UTC)", "calls", "folder"],
            traces.Select(static trace => (IReadOnlyList<string>)[trace.Id, trace.Target, Time(trace.Until), trace.Calls.ToString(CultureInfo.InvariantCulture), trace.Folder]));
        return 0;
    }

    private static async Task<int> StopAsync(HttpClient client, string id, Terminal terminal, CancellationToken cancellationToken)
    {
        using var answer = await client.DeleteAsync($"{Path}/{Uri.EscapeDataString(id)}", cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            terminal.Error.WriteLine(await RunningProgram.DetailAsync(answer, cancellationToken));
            return 1;
        }

        terminal.Output.WriteLine($"Trace {id} has ended.");
        return 0;
    }

    private static string Time(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
