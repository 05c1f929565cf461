using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about traces of calls: event ids 360x.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(3601, LogLevel.Information, "Calls of {Target} are traced until {Until:u}, by token {TokenId} of the HTTP interface")]
    public static partial void TraceArmed(ILogger logger, Operations.Traces.TraceTarget target, DateTimeOffset until, string? tokenId);

    [LoggerMessage(3602, LogLevel.Information, "Calls of {Target} are not traced any more, by token {TokenId} of the HTTP interface")]
    public static partial void TraceDisarmed(ILogger logger, Operations.Traces.TraceTarget target, string? tokenId);

    [LoggerMessage(3603, LogLevel.Warning, "Traces cannot be written to {Folder}; the calls go on. Said once until it works again")]
    public static partial void TraceNotWritten(ILogger logger, string folder, Exception fault);
}
