using System.CommandLine;
using System.Globalization;
using DialIn.Hosting.Configuration;
using DialIn.Secrets;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin token</c>: tokens of the HTTP interface. Each is shown once, when it is made; its hash is what is kept.</summary>
internal static class TokenCommand
{
    private const int ShortestStart = 8;

    /// <summary>Builds the verb.</summary>
    public static Command Create(ConfigOption config, Terminal terminal) => new("token", "Make, rotate, list and revoke tokens of the HTTP interface, also while the service runs.")
    {
        Make(config, terminal),
        Rotate(config, terminal),
        List(config, terminal),
        Revoke(config, terminal),
    };

    private static Command Make(ConfigOption config, Terminal terminal)
    {
        var role = RoleOption();
        var command = new Command("create", "Make one more token, and print it once.") { role };
        command.SetAction((arguments, cancellationToken) => AddAsync(config.Load(arguments), terminal, arguments.GetValue(role) ?? ApiRole.Admin, static _ => null, cancellationToken));
        return command;
    }

    private static Command Rotate(ConfigOption config, Terminal terminal)
    {
        var atOnce = new Option<bool>("--at-once") { Description = "The others end now, not after Secrets:FallbackFor." };
        var role = RoleOption();
        var command = new Command("rotate", "Make a new token and print it once; all others of its role (to admin belongs that of the configuration) end after Secrets:FallbackFor.") { role, atOnce };
        command.SetAction((arguments, cancellationToken) => AddAsync(
            config.Load(arguments),
            terminal,
            arguments.GetValue(role) ?? ApiRole.Admin,
            options => arguments.GetValue(atOnce) ? TimeSpan.Zero : options.Secrets.FallbackFor,
            cancellationToken));
        return command;
    }

    private static Option<ApiRole?> RoleOption() => new("--role")
    {
        Description = "What it is good for: frontend (rooms and their PINs), monitor (calls, trunks, servers; no PIN) or admin (everything). Without it: admin.",
        HelpName = "ROLE",
        CustomParser = static result =>
        {
            var word = result.Tokens[0].Value;
            foreach (var role in Enum.GetValues<ApiRole>())
            {
                if (Word(role) == word)
                {
                    return role;
                }
            }

            result.AddError("--role must be frontend, monitor or admin.");
            return default;
        },
    };

    private static Command List(ConfigOption config, Terminal terminal)
    {
        var command = new Command("list", "List tokens by the beginning of their hash.");
        command.SetAction((arguments, cancellationToken) =>
        {
            var loaded = config.Load(arguments);
            return SecretStore.RunAsync(loaded, terminal, async store =>
            {
                var now = store.Time.GetUtcNow();
                var tokens = await store.Tokens.ListAsync(cancellationToken);
                var configured = ConfiguredHash(loaded.Options);
                var rows = tokens.Select(token => Row(token.Label, token.Role, Time(token.CreatedAt), EndText(token, now), token.Hash == configured)).ToList();
                if (configured is not null && tokens.All(token => token.Hash != configured))
                {
                    rows.Add(Row(configured[..ShortestStart], ApiRole.Admin, "", "valid", isConfigured: true));
                }

                terminal.WriteRows(["Token", "role", "made (UTC)", "is", "from"], rows);
                return 0;
            });
        });
        return command;
    }

    private static Command Revoke(ConfigOption config, Terminal terminal)
    {
        var start = new Argument<string>("TOKEN") { Description = "The beginning of its hash, as list shows it." };
        var command = new Command("revoke", "End a token now.") { start };
        command.SetAction((arguments, cancellationToken) => SecretStore.RunAsync(config.Load(arguments), terminal, async store =>
        {
            var hash = arguments.GetValue(start)!.ToLowerInvariant();
            if (hash.Length < ShortestStart || !hash.All(char.IsAsciiHexDigit))
            {
                terminal.Error.WriteLine($"Say the token by at least {ShortestStart} digits of its hash, as dialin token list shows them; never by itself.");
                return 1;
            }

            if (await store.Tokens.EndAsync(hash, store.Time.GetMoment(), SecretStore.Who, cancellationToken) == 0)
            {
                terminal.Error.WriteLine($"No valid stored token is {hash}. One that is only in the configuration ends with it, or with: dialin token rotate --at-once");
                return 1;
            }

            terminal.Output.WriteLine($"Token {hash} has ended.");
            return 0;
        }));
        return command;
    }

    private static Task<int> AddAsync(LoadedConfiguration loaded, Terminal terminal, ApiRole role, Func<DialInOptions, TimeSpan?> endOthersIn, CancellationToken cancellationToken) =>
        SecretStore.RunAsync(loaded, terminal, async store =>
        {
            var token = ApiTokens.Create();
            var at = store.Time.GetMoment();
            var end = at + endOthersIn(loaded.Options);
            await store.Tokens.AddAsync(ApiTokens.HashOf(token), role, null, end, ConfiguredHash(loaded.Options), at, SecretStore.Who, cancellationToken);

            // The token alone goes to standard output, so that it can go into a file.
            terminal.Error.WriteLine(end is { } until
                ? $"Valid now, role {Word(role)}; all others of this role end at {Time(until)} UTC. It is shown this once:"
                : $"Valid now, role {Word(role)}, as are the others. It is shown this once:");
            terminal.Output.WriteLine(token);
            return 0;
        });

    private static string? ConfiguredHash(DialInOptions options) => string.IsNullOrEmpty(options.Http.ApiToken) ? null : ApiTokens.HashOf(options.Http.ApiToken);

    private static IReadOnlyList<string> Row(string label, ApiRole role, string made, string end, bool isConfigured) => [label, Word(role), made, end, isConfigured ? "Http:ApiToken" : "store"];

    private static string Word(ApiRole role) => role.ToString().ToLowerInvariant();

    private static string EndText(ApiToken token, DateTimeOffset now) => token.ValidUntil switch
    {
        null => "valid",
        { } end when end > now => $"valid until {Time(end)} UTC",
        _ => "ended",
    };

    private static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
