using System.Globalization;
using DialIn.Hosting.Configuration;
using DialIn.Secrets;

namespace DialIn.Hosting.Commands;

/// <content>The table.</content>
internal sealed partial class CredentialCommand
{
    private Task<int> ListAsync(LoadedConfiguration loaded, CancellationToken cancellationToken) =>
        SecretStore.RunAsync(loaded, _terminal, async store =>
        {
            var now = store.Time.GetMoment();
            var rows = new List<IReadOnlyList<string>>();
            foreach (var owner in _owners(loaded))
            {
                var state = await store.Desk.LoadAsync(owner.Name, owner.IsConfigured, cancellationToken);
                rows.Add([owner.Owner, owner.Account ?? "", ActiveText(state, owner), AgeText(state, now), ProofText(state, now), BesideText(state, now, loaded.Options.Secrets.FallbackFor)]);
            }

            var heading = $"{char.ToUpperInvariant(_kind[0])}{_kind[1..]}";
            _terminal.WriteRows([heading, "Account", "In use", "Age", "Proved", "Beside it"], rows);
            return 0;
        });

    private static string ActiveText(Credential state, CredentialOwner owner) => state.Active switch
    {
        null => "none",
        { Version: SecretSlot.Configured } => owner.Source ?? "none",
        { IsRefused: true } active => $"{active.Label}, REFUSED",
        { ProvedAt: null } active => $"{active.Label}, unproved",
        var active => active.Label,
    };

    // When the configured one came is not known.
    private static string AgeText(Credential state, DateTimeOffset now) =>
        state.Active is { Version: not SecretSlot.Configured } active ? $"{Ago(now - active.StoredAt)}, in use for {Ago(now - active.Since)}" : "";

    private static string ProofText(Credential state, DateTimeOffset now) => state.Active switch
    {
        { IsRefused: true } active => $"refused {Ago(now - active.RefusedAt!.Value)} ago",
        { ProvedAt: { } at } => $"{Ago(now - at)} ago",
        _ => "",
    };

    private static string BesideText(Credential state, DateTimeOffset now, TimeSpan keep)
    {
        var texts = new List<string>();
        if (state.Pending is { } pending)
        {
            texts.Add(pending.IsRefused
                ? $"{pending.Label} was refused {Ago(now - pending.RefusedAt!.Value)} ago"
                : $"{pending.Label} waits for its proof{(state.Unanswered > 0 ? $", {state.Unanswered} attempts without answer" : "")}");
        }

        if (state.Fallback is { } fallback)
        {
            var rest = fallback.Since + keep - now;
            texts.Add($"{fallback.Label} is the fallback{(rest > TimeSpan.Zero ? $" for {Ago(rest)}" : "")}");
        }

        return string.Join("; ", texts);
    }

    private static string Ago(TimeSpan time) => time switch
    {
        { TotalDays: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalDays} d"),
        { TotalHours: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h"),
        { TotalMinutes: >= 2 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (int)time.TotalSeconds)} s"),
    };
}
