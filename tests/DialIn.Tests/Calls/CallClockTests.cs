using DialIn.Calls;

namespace DialIn.Tests.Calls;

public class CallClockTests
{
    private readonly SetClock _time = new();

    [Fact]
    public void Durations_DoNotFollowTheSystemsClock_WhenSomebodySetsIt()
    {
        var clock = new CallClock(_time);
        var startedAt = _time.GetUtcNow();
        _time.Passes(seconds: 2);
        _time.IsSetBy(hours: -3);
        clock.Answer();
        _time.Passes(seconds: 5);

        Assert.Equal((startedAt, startedAt.AddSeconds(2).AddHours(-3)), (clock.StartedAt, clock.AnsweredAt));
        Assert.Equal((TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(7)), (clock.TimeToAnswer, clock.Elapsed));
    }

    [Fact]
    public void Answer_ThatIsTakenBack_IsNone()
    {
        var clock = new CallClock(_time);
        clock.Answer();
        clock.TakeAnswerBack();

        Assert.Null(clock.AnsweredAt);
        Assert.Null(clock.TimeToAnswer);
    }

    // A machine whose clock is set while its processor's counter goes on.
    private sealed class SetClock : TimeProvider
    {
        private DateTimeOffset _utc = new(2026, 11, 27, 9, 0, 0, TimeSpan.Zero);
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Passes(int seconds) => (_utc, _ticks) = (_utc.AddSeconds(seconds), _ticks + (seconds * TimeSpan.TicksPerSecond));

        public void IsSetBy(int hours) => _utc = _utc.AddHours(hours);

        public override DateTimeOffset GetUtcNow() => _utc;

        public override long GetTimestamp() => _ticks;
    }
}
