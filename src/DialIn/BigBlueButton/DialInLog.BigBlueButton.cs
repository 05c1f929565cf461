using DialIn.BigBlueButton;
using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about BBB servers: event ids 5xxx.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(5001, LogLevel.Information, "BBB server {Server} answers, {Meetings} meetings")]
    public static partial void ServerReachable(ILogger logger, string server, int meetings);

    [LoggerMessage(5002, LogLevel.Warning, "BBB server {Server} is unreachable, its meetings are not offered: {Kind}, {Detail}")]
    public static partial void ServerUnreachable(ILogger logger, string server, BbbFailureKind kind, string detail);

    [LoggerMessage(5003, LogLevel.Debug, "BBB server {Server} did not answer: {Kind}, {Detail}")]
    public static partial void PollFailed(ILogger logger, string server, BbbFailureKind kind, string detail);

    [LoggerMessage(5004, LogLevel.Warning, "BBB server {Server} has meetings whose voiceBridge is not 5 to 11 digits; they cannot be called. Said once")]
    public static partial void VoiceBridgeIgnored(ILogger logger, string server);

    [LoggerMessage(5005, LogLevel.Error, "BBB server {Server} could not be asked, or its answer not taken, by an error in DialIn; it is asked again. Said once until it answers")]
    public static partial void PollFaulted(ILogger logger, Exception fault, string server);
}
