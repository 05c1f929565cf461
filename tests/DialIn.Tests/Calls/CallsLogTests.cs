using DialIn.Calls;
using Microsoft.Extensions.Logging;

namespace DialIn.Tests.Calls;

public class CallsLogTests
{
    [Fact]
    public void CallEnded_OneLineAtInformation_HoldsNoFullNumber()
    {
        var logger = new LineLogger();

        DialInLog.CallEnded(
            logger, "c-1", CallerNumber.Parse("+4961511234534"), "+4961517654321", "carrier", TimeSpan.FromSeconds(90),
            CallResult.Success, CallEndReason.CallerHungUp, "bbb1", "room-1", "G722", sipStatus: 200,
            ReleaseCause.Read("Q.850;cause=16;text=\"+4961511234534\""), conferenceCause: null,
            "AES_CM_128_HMAC_SHA1_80", "none", trunkMos: 4.4, conferenceMos: null);

        var (level, id, text) = Assert.Single(logger.Lines);
        Assert.Equal(LogLevel.Information, level);
        Assert.Equal(3001, id);
        Assert.Contains("+49…34", text, StringComparison.Ordinal);
        Assert.Contains("Success, CallerHungUp", text, StringComparison.Ordinal);
        Assert.Contains("cause of trunk Q.850 16, of conference none,", text, StringComparison.Ordinal);
        Assert.Contains("encryption of trunk AES_CM_128_HMAC_SHA1_80, of conference none", text, StringComparison.Ordinal);
        Assert.Contains("MOS of trunk 4.4, of conference none)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("1234534", text, StringComparison.Ordinal);
    }

    [Fact]
    public void State_OfACallThatTypes_HoldsNoDigits()
    {
        var call = CallScript.Greeted();
        call.Press(CallScript.Pin[..6]);

        Assert.DoesNotContain(CallScript.Pin[..4], $"{call.State}", StringComparison.Ordinal);
        Assert.DoesNotContain("7", new DigitReceived(Tests.Ivr.PinEntryScript.Key('7')).ToString(), StringComparison.Ordinal);
    }

    private sealed class LineLogger : ILogger
    {
        public List<(LogLevel Level, int Id, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            // What structured sinks keep beside the text counts as well.
            var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs) : "";
            Lines.Add((logLevel, eventId.Id, $"{formatter(state, exception)} {values}"));
        }
    }
}
