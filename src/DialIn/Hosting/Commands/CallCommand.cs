using System.CommandLine;
using System.Globalization;
using System.Net.Http.Json;
using DialIn.Operations.ProofCalls;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin call</c>: has the running service call itself, and says what it heard.</summary>
internal static class CallCommand
{
    private const string Path = "/api/v1/proof-calls";
    private const string FromInput = "-";

    // The longest ring, the PIN, the tones.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal)
    {
        var number = new Argument<string?>("NUMBER") { Description = "One of PhoneNumbers; the trunk's, or the first one, if not said. DialIn calls no other.", Arity = ArgumentArity.ZeroOrOne };
        var trunk = new Option<string?>("--trunk", "-t") { Description = "Through which trunk; may be left out where there is only one.", HelpName = "NAME" };
        var loop = new Option<bool>("--loop") { Description = "Stay inside: call the own SIP listener as if it were the trunk." };
        var pin = new Option<string?>("--pin") { Description = "-: type a room's PIN, asked for or piped in, and join its meeting. Without it tones are checked, and no meeting is joined.", HelpName = FromInput };
        var pinFile = new Option<string?>("--pin-file") { Description = "The same with the PIN in the first line of a file.", HelpName = "FILE" };
        pinFile.Validators.Add(FileNameRule.Check);
        pin.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: not FromInput }])
            {
                // It is not repeated: it may well be one.
                result.AddError("--pin takes only a dash, and the PIN is asked for or piped in: ps and the shell's history show arguments. Or name a file with --pin-file.");
            }
        });
        var command = new Command("call", "Place a proof call: DialIn calls itself through a trunk, types a PIN, listens, and says what is wrong. Exit code 0 if nothing is.") { number, trunk, loop, pin, pinFile };
        command.SetAction((arguments, cancellationToken) =>
        {
            var (dash, file) = (arguments.GetValue(pin), arguments.GetValue(pinFile));
            string? digits = null;
            if ((dash ?? file) is not null && (digits = HiddenLine.Read(terminal, "PIN", "PIN (not shown): ", file, pinFile.Name)) is null)
            {
                return Task.FromResult(1);
            }

            var request = new ProofRequest(arguments.GetValue(number), arguments.GetValue(trunk), arguments.GetValue(loop) ? true : null, digits);
            return RunningProgram.AskAsync(config.Load(arguments), terminal, Patience, client => PlaceAsync(client, request, terminal, cancellationToken));
        });
        return command;
    }

    private static async Task<int> PlaceAsync(HttpClient client, ProofRequest request, Terminal terminal, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsJsonAsync(Path, request, cancellationToken);
        if (await RunningProgram.ReadAsync<ProofVerdict>(answer, terminal, cancellationToken) is not { } verdict)
        {
            return 1;
        }

        terminal.WriteRows(["What", "Found"], Rows(verdict));
        terminal.Output.WriteLine($"{(verdict.IsGood ? "GOOD" : $"FAULT {verdict.Fault}")}: {verdict.Says}");
        return verdict.IsGood ? 0 : 1;
    }

    private static IEnumerable<IReadOnlyList<string>> Rows(ProofVerdict verdict) => new (string What, string? Found)[]
    {
        ("trunk", verdict.IsLoop ? $"{verdict.Trunk} (inside, without the carrier)" : verdict.Trunk),
        ("number", verdict.Number),
        ("answered after", Milliseconds(verdict.TimeToAnswer)),
        ("audio after", Milliseconds(verdict.TimeToAudio)),
        ("codec", verdict.Codec),
        ("tone to DialIn", verdict.ToneThere is { } there ? (there ? "heard" : "NOT heard") : null),
        ("tone back", verdict.ToneBack is { } back ? (back ? "heard" : "NOT heard") : null),
        ("lost or late", verdict.Loss?.ToString("P1", CultureInfo.InvariantCulture)),
        ("jitter", Milliseconds(verdict.Jitter)),
        ("MOS", verdict.Mos?.ToString("0.00", CultureInfo.InvariantCulture)),
        ("call", verdict.CallId),
    }.Where(static row => row.Found is not null).Select(static row => (IReadOnlyList<string>)[row.What, row.Found!]);

    private static string? Milliseconds(double? value) => value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.#} ms") : null;
}
