using System.Globalization;
using DialIn.BigBlueButton;
using DialIn.Hosting.Configuration;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that asks every BBB server for its meetings, all at once.</summary>
internal sealed class ServerCheck(BbbApiClient client, ServerSecrets secrets, TimeProvider timeProvider)
{
    // Ten seconds: a person waits; the service itself is content with four.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>One finding for each server whose configuration is right.</summary>
    public async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded, CancellationToken cancellationToken) =>
        await Task.WhenAll(loaded.Options.Servers.Index()
            .Where(entry => !loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Servers:{entry.Index}"))
            .Select(static entry => entry.Item)
            .Concat(LoadBalancer(loaded))
            .Select(server => AskAsync(server, cancellationToken)));

    private static IEnumerable<ServerOptions> LoadBalancer(LoadedConfiguration loaded) =>
        loaded.Options.BbbEndpoint.LoadBalancer.ToServer() is { } balancer && !loaded.Faults.HasFaultAt($"{DialInOptions.Section}:BbbEndpoint:LoadBalancer")
            ? [balancer]
            : [];

    private async Task<Finding> AskAsync(ServerOptions server, CancellationToken cancellationToken)
    {
        var askedAt = timeProvider.GetTimestamp();
        var result = await client.GetMeetingsAsync(server, secrets.Find(server).Active.Text, Limit, cancellationToken);
        var milliseconds = timeProvider.GetElapsedTime(askedAt).TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture);
        var subject = $"server {server.Name}";
        if (result.Failure is { } failure)
        {
            return new Finding(Verdict.Fault, subject, $"{failure.Detail}, after {milliseconds} ms", RemedyFor(failure, server));
        }

        var alive = result.Meetings.Where(static m => m.IsAlive).ToList();
        var uncallable = alive.Count(static m => !m.HasCallableVoiceBridge);
        return uncallable == 0
            ? new Finding(Verdict.Ok, subject, $"{alive.Count} meetings, after {milliseconds} ms")
            : new Finding(Verdict.Warning, subject, $"{uncallable} of {alive.Count} meetings cannot be called", "let voiceBridge have 5 to 11 digits (defaultNumDigitsForTelVoice)");
    }

    private static string RemedyFor(BbbFailure failure, ServerOptions server) => failure.Kind switch
    {
        BbbFailureKind.Timeout or BbbFailureKind.NoConnection => $"is bbb-web running, and may this machine reach {server.ApiUrl}?",
        BbbFailureKind.Tls => $"look at the certificate of {server.ApiUrl}: its chain, its names, its date",
        BbbFailureKind.HttpStatus or BbbFailureKind.NotBbb => "ApiUrl must be the base of the BBB API, such as https://bbb1.example.org/bigbluebutton/api/",
        BbbFailureKind.Checksum => $"Secret must be what bbb-conf --secret prints, and the server must allow Checksum {server.Checksum}",
        _ => "see the server's log, bbb-web.log",
    };
}
