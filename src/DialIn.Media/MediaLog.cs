using Microsoft.Extensions.Logging;

namespace DialIn.Media;

/// <summary>What the media part logs. Event ids 2xxx. No address and no digit is ever among the arguments.</summary>
internal static partial class MediaLog
{
    [LoggerMessage(2001, LogLevel.Error, "Leg {Leg}: the receiver of media events failed on {MediaEvent}")]
    public static partial void EventReceiverFailed(ILogger logger, Exception exception, string leg, string mediaEvent);

    [LoggerMessage(2002, LogLevel.Error, "The media loop failed at one step and goes on")]
    public static partial void StepFailed(ILogger logger, Exception exception);

    [LoggerMessage(2003, LogLevel.Warning, "The media loop was held up {Times} times since the last such line, for up to {Milliseconds} ms; {Legs} legs had to wait")]
    public static partial void Stalled(ILogger logger, int times, long milliseconds, int legs);

    [LoggerMessage(2004, LogLevel.Information, "Leg {Leg}: its media comes from another address than the session description says")]
    public static partial void LatchedElsewhere(ILogger logger, string leg);

    [LoggerMessage(2005, LogLevel.Warning, "Leg {Leg}: cannot play, a clip is not encoded in {Codec}")]
    public static partial void ClipOfOtherCodec(ILogger logger, string leg, string codec);
}
