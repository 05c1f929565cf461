using DialIn.BigBlueButton;
using DialIn.Hosting.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Hosting.Commands;

/// <summary>Which meetings run, by asking the servers.</summary>
internal static class RunningRooms
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Asks all servers at once.</summary>
    /// <returns>Ids of the meetings that run, and the servers that did not say.</returns>
    public static async Task<(IReadOnlySet<string> Meetings, IReadOnlyList<string> Silent)> AskAsync(LoadedConfiguration loaded, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddSingleton(TimeProvider.System).AddBbbApiClient().BuildServiceProvider();
        var client = services.GetRequiredService<BbbApiClient>();
        var secrets = new ServerSecrets(await SecretsCheck.OpenAsync(loaded, cancellationToken));
        var (faulty, sound) = Split(loaded);
        var answers = await Task.WhenAll(sound.Select(async server =>
            (server.Name, Result: await client.GetMeetingsAsync(server, secrets.Find(server).Active.Text, Limit, cancellationToken))));
        return (
            answers.SelectMany(static answer => answer.Result.Meetings).Where(static meeting => meeting.IsAlive).Select(static meeting => meeting.MeetingId)
                .ToHashSet(StringComparer.Ordinal),
            [.. faulty, .. answers.Where(static answer => answer.Result.Failure is not null).Select(static answer => answer.Name)]);
    }

    private static (IReadOnlyList<string> Faulty, IReadOnlyList<ServerOptions> Sound) Split(LoadedConfiguration loaded)
    {
        var servers = loaded.Options.Servers.Index().ToLookup(entry => loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Servers:{entry.Index}"), static entry => entry.Item);
        return ([.. servers[true].Select(static server => server.Name)], [.. servers[false]]);
    }
}
