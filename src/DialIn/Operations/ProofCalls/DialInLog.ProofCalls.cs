using Microsoft.Extensions.Logging;

namespace DialIn;

/// <summary>What the program logs about proof calls: event ids 361x.</summary>
internal static partial class DialInLog
{
    [LoggerMessage(3610, LogLevel.Information, "Proof call through {Trunk} to {Number} is good: answered after {AnswerMs} ms, audio after {AudioMs} ms, MOS {Mos}")]
    public static partial void ProofGood(ILogger logger, string trunk, string number, double? answerMs, double? audioMs, double? mos);

    [LoggerMessage(3611, LogLevel.Warning, "Proof call through {Trunk} to {Number} failed: {Fault}. {Text}")]
    public static partial void ProofFailed(ILogger logger, string trunk, string number, string fault, string text);

    [LoggerMessage(3612, LogLevel.Error, "Trunk {Trunk}: {Failures} proof calls in a row have failed; nobody may be able to dial in through it. Said once until one is good again")]
    public static partial void ProofAlarm(ILogger logger, string trunk, int failures);

    [LoggerMessage(3613, LogLevel.Information, "Trunk {Trunk}: proof calls are good again")]
    public static partial void ProofGoodAgain(ILogger logger, string trunk);

    [LoggerMessage(3614, LogLevel.Warning, "Verdicts of proof calls could not be kept in the database; they are in memory")]
    public static partial void ProofNotKept(ILogger logger, Exception fault);

    [LoggerMessage(3615, LogLevel.Error, "A proof call through {Trunk} broke off by a fault of DialIn; the next one is placed all the same")]
    public static partial void ProofBroken(ILogger logger, string trunk, Exception fault);
}
