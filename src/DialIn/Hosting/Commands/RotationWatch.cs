using System.Globalization;
using DialIn.Secrets;

namespace DialIn.Hosting.Commands;

/// <summary>Prints what happens to a new secret as it happens, and gives the verdict.</summary>
internal sealed class RotationWatch(SecretStore store, Terminal terminal, CredentialOwner owner, int version)
{
    /// <summary>Stored, but not proved yet.</summary>
    public const int NotProvedYet = 2;

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    private long _seen;

    /// <summary>Watches until it is decided, or the patience is over.</summary>
    /// <param name="after">The last audit record before the secret came.</param>
    /// <param name="patience">How long to wait.</param>
    /// <param name="cancellationToken">The operator waits no longer.</param>
    /// <returns>The exit code: 0 proved and in use, 1 refused, 2 not proved yet.</returns>
    public async Task<int> RunAsync(long after, TimeSpan patience, CancellationToken cancellationToken)
    {
        _seen = after;
        await PrintAsync(cancellationToken);
        if (!await store.Presence.IsPresentAsync(store.Time.GetMoment() - CredentialService.PresentFor, cancellationToken))
        {
            terminal.Output.WriteLine($"No service runs on this database. {Label} is stored; dialin serve will prove it when it starts.");
            return NotProvedYet;
        }

        var begun = store.Time.GetTimestamp();
        try
        {
            while (true)
            {
                var state = await store.Desk.LoadAsync(owner.Name, owner.IsConfigured, cancellationToken);
                var verdict = RotationVerdicts.Of(state, version);
                await PrintAsync(cancellationToken);
                if (verdict.Say(Label, state) is { } text)
                {
                    terminal.Output.WriteLine(text);
                    return verdict is RotationVerdict.Proved or RotationVerdict.Unproved ? 0 : 1;
                }

                if (store.Time.GetElapsedTime(begun) >= patience)
                {
                    terminal.Output.WriteLine($"Not decided yet. The service goes on with {Label} without this command. Look: dialin audit list");
                    return NotProvedYet;
                }

                await Task.Delay(LookEvery, store.Time, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            terminal.Output.WriteLine($"You wait no longer; the service goes on with {Label}. Look: dialin audit list");
            return NotProvedYet;
        }
    }

    private string Label => $"secret {version.ToString(CultureInfo.InvariantCulture)} of {owner.Name}";

    private async Task PrintAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in await store.Audit.ListAsync(owner.Name.Text, _seen, 1000, cancellationToken))
        {
            terminal.Output.WriteLine($"{entry.At.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {entry.Outcome}");
            _seen = entry.Id;
        }

        await terminal.Output.FlushAsync(cancellationToken);
    }
}
