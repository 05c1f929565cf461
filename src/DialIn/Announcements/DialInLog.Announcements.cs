using DialIn.Announcements;
using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about announcements: event ids 34xx.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(3401, LogLevel.Debug, "Meeting {Meeting} on {Server}: {Way}, {Outcome}, attempt {Attempt}")]
    public static partial void AnnouncementTried(ILogger logger, string meeting, string server, AnnouncementWay way, AnnouncementOutcome outcome, int attempt);

    [LoggerMessage(3402, LogLevel.Warning, "Meeting {Meeting} on {Server}: {Way} did not succeed ({Outcome}); it is tried again until the meeting ends. Said once for a meeting")]
    public static partial void AnnouncementFailed(ILogger logger, string meeting, string server, AnnouncementWay way, AnnouncementOutcome outcome);

    [LoggerMessage(3403, LogLevel.Information, "Redis of server {Server} is connected; its moderators get number and PIN in a private chat")]
    public static partial void RedisConnected(ILogger logger, string server);

    [LoggerMessage(3404, LogLevel.Warning, "Redis of server {Server} cannot be reached ({Reason}); it is tried again, and its moderators get no chat meanwhile")]
    public static partial void RedisLost(ILogger logger, string server, string reason);

    [LoggerMessage(3405, LogLevel.Information, "Webhooks of server {Server} will call {CallbackUrl}")]
    public static partial void HookRegistered(ILogger logger, string server, string callbackUrl);

    [LoggerMessage(3406, LogLevel.Warning, "Webhooks of server {Server} could not be asked for: {Kind}, {Detail}; the next try is in {Pause}. Said once until it works")]
    public static partial void HookNotRegistered(ILogger logger, string server, BigBlueButton.BbbFailureKind kind, string detail, TimeSpan pause);

    [LoggerMessage(3407, LogLevel.Warning, "A webhook for server {Server} was refused: neither its checksum nor its token is that of the server's secret. Said at most once a minute")]
    public static partial void HookRefused(ILogger logger, string server);

    [LoggerMessage(3408, LogLevel.Debug, "A webhook of server {Server} told of {Events} events")]
    public static partial void HookTaken(ILogger logger, string server, int events);

    [LoggerMessage(3409, LogLevel.Error, "The announcements of server {Server} have failed; they begin anew in {Pause}")]
    public static partial void AnnouncementsFaulted(ILogger logger, Exception fault, string server, TimeSpan pause);

    [LoggerMessage(3410, LogLevel.Error, "Meeting {Meeting} on {Server}: {Way} has failed by an error in DialIn; it is tried again until the meeting ends. Said once for a meeting")]
    public static partial void AnnouncementFaulted(ILogger logger, Exception fault, string meeting, string server, AnnouncementWay way);
}
