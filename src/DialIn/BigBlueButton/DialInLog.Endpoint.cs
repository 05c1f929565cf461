using DialIn.BigBlueButton.Endpoint;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace DialIn;

/// <summary>What the program logs about the BBB API endpoint: event ids 51xx. Never a URL: its query holds passwords and PINs.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(5101, LogLevel.Error, "A meeting is created without number and PIN for its moderators: {Outcome}. Said once until it works again")]
    public static partial void CreateWithoutReservation(ILogger logger, PinOutcome outcome, Exception fault);

    [LoggerMessage(5102, LogLevel.Warning, "BBB API of {Server} cannot be reached, front ends are told so: {Error}. Said once until it answers again")]
    public static partial void UpstreamLost(ILogger logger, string server, ForwarderError error);

    [LoggerMessage(5103, LogLevel.Information, "BBB API of {Server} answers front ends again")]
    public static partial void UpstreamBack(ILogger logger, string server);

    [LoggerMessage(5104, LogLevel.Debug, "An exchange between a front end and {Server} broke off: {Error}")]
    public static partial void ExchangeBroken(ILogger logger, string server, ForwarderError error);

    [LoggerMessage(5105, LogLevel.Error, "The moderators' message could not be made; meetings are created without it. Said once until it works again")]
    public static partial void MessageNotMade(ILogger logger, Exception fault);

    [LoggerMessage(5106, LogLevel.Warning, "A create is passed on without number and PIN: {Outcome}. Said once")]
    public static partial void CreateNotChanged(ILogger logger, PinOutcome outcome);

    [LoggerMessage(5107, LogLevel.Warning, "A call that no front end signed was refused: {Call}. Said once a minute at most; is the front end's secret the one of BbbEndpoint:FrontEnds?")]
    public static partial void CallRefused(ILogger logger, string call);

    [LoggerMessage(5108, LogLevel.Warning, "What a front end's create brought about could not be recorded")]
    public static partial void CreateNotRecorded(ILogger logger, Exception? fault);
}
