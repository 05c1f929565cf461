using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Redis;
using DialIn.Hosting.Configuration;
using StackExchange.Redis;

namespace DialIn.Hosting.Commands;

/// <summary>The part of <c>dialin check</c> that says for each server what will be announced how, and tries the way there.</summary>
internal static class AnnouncementCheck
{
    private const int AnswerWithinMilliseconds = 5_000;
    private const string ToAkka = "to-akka-apps-redis-channel";

    /// <summary>One finding for each server whose configuration is right.</summary>
    public static async Task<IReadOnlyList<Finding>> FindAsync(LoadedConfiguration loaded) =>
        await Task.WhenAll(loaded.Options.Servers.Index()
            .Where(entry => !loaded.Faults.HasFaultAt($"{DialInOptions.Section}:Servers:{entry.Index}"))
            .Select(entry => CheckAsync(entry.Item, loaded)));

    private static async Task<Finding> CheckAsync(ServerOptions server, LoadedConfiguration loaded)
    {
        var subject = $"chat of {server.Name}";
        var endpoint = loaded.Options.BbbEndpoint;
        var isBehindEndpoint = endpoint.Enabled && endpoint.HasBehind(server.Name);
        string[] ways =
        [
            .. isBehindEndpoint ? ["message of meetings created through DialIn"] : Array.Empty<string>(),
            .. server.Announce.Redis is { } redis ? [$"private chat to each moderator, through Redis {redis}"] : Array.Empty<string>(),
            .. server.Announce.PublicHint ? ["hint in the public chat"] : Array.Empty<string>(),
        ];
        if (!isBehindEndpoint && server.Announce.Redis is null)
        {
            return new Finding(
                Verdict.Warning, subject, "its moderators are told neither number nor PIN", "create meetings through DialIn (BbbEndpoint), or set Servers[].Announce:Redis");
        }

        var text = string.Join("; ", ways);
        return server.Announce.Redis is not null && await TryAsync(server.Announce, loaded.BaseFolder) is var (fault, remedy) && fault.Length > 0
            ? new Finding(Verdict.Warning, subject, $"{text}, but {fault}", remedy)
            : new Finding(Verdict.Ok, subject, text);
    }

    private static async Task<(string Fault, string Remedy)> TryAsync(AnnounceOptions announce, string baseFolder)
    {
        try
        {
            var options = RedisConnection.Options(announce, baseFolder);
            options.AbortOnConnectFail = true;
            options.ConnectTimeout = options.AsyncTimeout = AnswerWithinMilliseconds;
            await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
            // BBB takes what is published there; a Redis where nobody listens is another one.
            var listeners = await redis.GetServers()[0].SubscriptionSubscriberCountAsync(RedisChannel.Literal(ToAkka));
            return listeners > 0 ? ("", "") : ("nobody listens to BBB's messages there", "is it the Redis of this BBB server, and does bbb-apps-akka run?");
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException or IOException or UnauthorizedAccessException)
        {
            // The library's message may hold more than an operator should paste somewhere.
            return ("it does not answer, or refuses the password", $"does the tunnel to {announce.Redis} stand, and is RedisPasswordFile right?");
        }
    }
}
