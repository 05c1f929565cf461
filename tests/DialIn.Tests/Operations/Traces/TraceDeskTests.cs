using DialIn.Calls;
using DialIn.Operations.Traces;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Traces;

public class TraceDeskTests
{
    private const string Called = "+4961511234567";

    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData("+4915112345634")]
    [InlineData("004915112345634")]
    [InlineData("015112345634")]
    [InlineData("+49 151 123456-34")]
    [InlineData("+4961511234567")]
    [InlineData("0123456789ab")]
    public void Target_MeansTheCallerTheCalledNumberOrTheCall(string text)
    {
        var target = TraceTarget.Parse(text);

        Assert.NotNull(target);
        Assert.True(target.Means("0123456789ab", CallerNumber.Parse("+4915112345634"), Called));
        Assert.False(target.Means("ab0123456789", CallerNumber.Parse("+4915112345635"), "+4961511234568"));
        Assert.DoesNotContain("12345634", $"{target}", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("anna")]
    [InlineData("12")]
    [InlineData("0123456789abc")]
    public void Target_ThatIsNeither_IsNone(string? text) => Assert.Null(TraceTarget.Parse(text));

    [Fact]
    public void WithheldCaller_IsMeantByNoNumber() =>
        Assert.False(TraceTarget.Parse("+4915112345634")!.Means("0123456789ab", CallerNumber.Withheld, Called));

    [Fact]
    public void Trace_EndsAfterItsMinutes_OrBefore()
    {
        var desk = new TraceDesk(_time);
        var trace = desk.Arm(TraceTarget.Parse(Called)!, TimeSpan.FromMinutes(10))!;
        var other = desk.Arm(TraceTarget.Parse("0123456789ab")!, TimeSpan.FromMinutes(20))!;

        _time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromTicks(1));
        Assert.Same(trace, desk.Find("ab0123456789", CallerNumber.Withheld, Called));
        _time.Advance(TimeSpan.FromTicks(1));

        Assert.False(desk.IsOn(trace));
        Assert.Null(desk.Find("ab0123456789", CallerNumber.Withheld, Called));
        Assert.Equal([other], desk.Armed);
        Assert.True(desk.Disarm(other.Id));
        Assert.False(desk.IsOn(other));
        Assert.False(desk.Disarm(other.Id));
        Assert.Equal((1, 0), (trace.Calls, other.Calls));
    }

    [Fact]
    public void Traces_AreNoMoreThanTheMost()
    {
        var desk = new TraceDesk(_time);
        for (var i = 0; i < TraceDesk.Most; i++)
        {
            Assert.NotNull(desk.Arm(TraceTarget.Parse(Called)!, TimeSpan.FromMinutes(1)));
        }

        Assert.Null(desk.Arm(TraceTarget.Parse(Called)!, TimeSpan.FromMinutes(1)));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(desk.Arm(TraceTarget.Parse(Called)!, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Trace_TakesNoMoreCallsThanItsMost()
    {
        var trace = new TraceDesk(_time).Arm(TraceTarget.Parse(Called)!, TimeSpan.FromMinutes(1))!;
        var taken = Enumerable.Range(0, 600).Count(i => trace.Take($"{i}"));

        Assert.Equal(500, taken);
        Assert.True(trace.Take("0"));
        Assert.False(trace.Take("599"));
    }
}
