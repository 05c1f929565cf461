using System.CommandLine;
using DialIn.Hosting.Configuration;
using DialIn.Secrets;

namespace DialIn.Hosting.Commands;

/// <summary><c>dialin trunk</c> and <c>dialin server</c>: lists, sets and rotates secrets, also while the service runs.</summary>
internal sealed partial class CredentialCommand
{
    // A minute: two attempts at a registrar that does not answer.
    private static readonly TimeSpan WaitFor = TimeSpan.FromMinutes(1);

    private readonly ConfigOption _config;
    private readonly Terminal _terminal;
    private readonly string _kind;
    private readonly string _noun;
    private readonly Func<LoadedConfiguration, IReadOnlyList<CredentialOwner>> _owners;

    private readonly Argument<string> _owner;
    // Hidden: only there to answer those who write the secret behind the name, without repeating it.
    private readonly Argument<string[]> _spoken = new("SECRET") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
    private readonly Option<string?> _account = new("--account", "-a") { Description = "The account, where the trunk has several.", HelpName = "ACCOUNT" };
    private readonly Option<string?> _fromFile = new("--from-file", "-f") { Description = "Read it from the first line of this file, not from standard input.", HelpName = "FILE" };
    private readonly Option<TimeSpan?> _wait = new("--wait", "-w")
    {
        Description = "How long to wait for the proof, such as 30s or 2min; 1min if not said. It goes on without this command.",
        HelpName = "DURATION",
        CustomParser = static result =>
        {
            if (Duration.TryParse(result.Tokens[0].Value, out var duration))
            {
                return duration;
            }

            result.AddError("--wait must be a duration, such as 30s or 2min.");
            return default;
        },
    };

    private CredentialCommand(
        ConfigOption config, Terminal terminal, string kind, string noun, Func<LoadedConfiguration, IReadOnlyList<CredentialOwner>> owners)
    {
        (_config, _terminal, _kind, _noun, _owners) = (config, terminal, kind, noun, owners);
        _owner = new Argument<string>("NAME") { Description = $"The {kind}'s name in the configuration." };
        _fromFile.Validators.Add(FileNameRule.Check);
        _spoken.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0)
            {
                result.AddError($"Nothing but the options below may follow NAME. The {noun} is never an argument: ps and the shell's history show those. It is asked for, or piped in, or read by --from-file.");
            }
        });
    }

    /// <summary>Builds <c>dialin trunk</c>.</summary>
    public static Command ForTrunks(ConfigOption config, Terminal terminal) =>
        new CredentialCommand(config, terminal, "trunk", "password", CredentialOwner.OfTrunks).Create("set-password");

    /// <summary>Builds <c>dialin server</c>.</summary>
    public static Command ForServers(ConfigOption config, Terminal terminal) =>
        new CredentialCommand(config, terminal, "server", "secret", CredentialOwner.OfServers).Create("set-secret");

    /// <summary>Builds <c>dialin frontend</c>.</summary>
    public static Command ForFrontEnds(ConfigOption config, Terminal terminal) =>
        new CredentialCommand(config, terminal, "frontend", "secret", CredentialOwner.OfFrontEnds).Create("set-secret");

    private Command Create(string setVerb)
    {
        var list = new Command("list", $"Show each {_kind}, the state of its {_noun}, how old it is, and when it was proved last.");
        list.SetAction((arguments, cancellationToken) => ListAsync(_config.Load(arguments), cancellationToken));
        var rotate = new Command("rotate", $"Give a new {_noun}: it is proved beside the old one, then used. No call is touched.");
        rotate.SetAction((arguments, cancellationToken) => TakeAsync(arguments, isImposed: false, cancellationToken));
        var set = new Command(setVerb, $"Emergency: use a new {_noun} at once, without proof. The proof follows; the old one stays as fallback.");
        set.SetAction((arguments, cancellationToken) => TakeAsync(arguments, isImposed: true, cancellationToken));
        var forget = new Command("forget", $"Erase the stored {_noun}s of one; the one in the configuration counts again.");
        forget.SetAction((arguments, cancellationToken) => ForgetAsync(arguments, cancellationToken));
        foreach (var command in new[] { rotate, set, forget })
        {
            command.Add(_owner);
            if (_kind == "trunk")
            {
                command.Add(_account);
            }
        }

        foreach (var command in new[] { rotate, set })
        {
            command.Add(_spoken);
            command.Add(_fromFile);
            command.Add(_wait);
        }

        return new Command(_kind, $"Change the {_noun}s of {_kind}s while calls are up.") { list, rotate, set, forget };
    }

    private async Task<int> TakeAsync(ParseResult arguments, bool isImposed, CancellationToken cancellationToken)
    {
        var loaded = _config.Load(arguments);
        if (Find(loaded, arguments) is not { } owner)
        {
            return 1;
        }

        return await SecretStore.RunAsync(loaded, _terminal, async store =>
        {
            // Before anybody types: without a key it could not be kept.
            RequireKey(store);
            // With the wrong key, the new one would be kept beside one that no longer opens, and the service would not start.
            foreach (var stored in (await store.Desk.OpenAsync(owner.Name, owner.IsConfigured, cancellationToken)).Contents.Values)
            {
                stored.Dispose();
            }

            if (Read(arguments, owner) is not { } secret)
            {
                return 1;
            }

            var before = (await store.Audit.ListAsync(null, 0, 1, cancellationToken)) is [var last] ? last.Id : 0;
            int version;
            using (secret)
            {
                version = await store.Desk.TakeAsync(owner.Name, owner.IsConfigured, secret, isImposed, SecretStore.Who, cancellationToken);
            }

            return await new RotationWatch(store, _terminal, owner, version).RunAsync(before, arguments.GetValue(_wait) ?? WaitFor, cancellationToken);
        });
    }

    private async Task<int> ForgetAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var loaded = _config.Load(arguments);
        if (Find(loaded, arguments) is not { } owner)
        {
            return 1;
        }

        return await SecretStore.RunAsync(loaded, _terminal, async store =>
        {
            var state = await store.Desk.LoadAsync(owner.Name, owner.IsConfigured, cancellationToken);
            if (state.Slots.All(static slot => slot.Version == SecretSlot.Configured))
            {
                _terminal.Output.WriteLine($"No {_noun} of {owner.Name} is stored, so there is nothing to forget. {(owner.IsConfigured ? $"The one of {owner.Source} counts." : "The configuration has none either.")}");
                return 0;
            }

            await store.Desk.StepAsync(owner.Name, owner.IsConfigured, new RotationInput.Forgotten(store.Time.GetMoment()), SecretStore.Who, cancellationToken);
            _terminal.Output.WriteLine(owner.IsConfigured
                ? $"The stored {_noun}s of {owner.Name} are erased. The one of {owner.Source} counts."
                : $"The stored {_noun}s of {owner.Name} are erased. The configuration has none, so there is none.");
            return 0;
        });
    }

    private void RequireKey(SecretStore store)
    {
        try
        {
            store.Keys.Require();
        }
        catch (SecretsException fault) when (_kind == "trunk")
        {
            throw new SecretsException($"{fault.Message}\nWithout one, PasswordFile is the way: write the new password into that file, and it is used within seconds, without proof.");
        }
    }

    private CredentialOwner? Find(LoadedConfiguration loaded, ParseResult arguments)
    {
        var (name, account) = (arguments.GetValue(_owner)!, arguments.GetValue(_account));
        var all = _owners(loaded);
        var found = all.Where(owner => owner.Owner.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
        if (found.Count == 0)
        {
            _terminal.Error.WriteLine($"There is no {_kind} {name} with a {_noun}. {(all.Count == 0 ? $"No {_kind} has one." : $"Known: {string.Join(", ", all.Select(static owner => owner.Owner).Distinct())}.")}");
            return null;
        }

        if (account is null && found.Count == 1)
        {
            return found[0];
        }

        var chosen = found.Find(owner => (owner.Account ?? owner.Owner).Equals(account, StringComparison.OrdinalIgnoreCase));
        if (chosen is null)
        {
            _terminal.Error.WriteLine($"Which account of {name}? Say --account with one of: {string.Join(", ", found.Select(static owner => owner.Account ?? owner.Owner))}.");
        }

        return chosen;
    }

    private Secret? Read(ParseResult arguments, CredentialOwner owner)
    {
        if (HiddenLine.Read(_terminal, _noun, $"New {_noun} of {owner.Name} (not shown): ", arguments.GetValue(_fromFile), _fromFile.Name) is not { } line)
        {
            return null;
        }

        if (Secret.FaultOf(line) is { } wrong)
        {
            _terminal.Error.WriteLine($"The {_noun} {wrong}. Nothing was changed.");
            return null;
        }

        return Secret.Of(line);
    }
}
