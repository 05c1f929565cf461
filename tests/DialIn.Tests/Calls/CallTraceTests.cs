using System.Collections.Concurrent;
using System.Diagnostics;
using DialIn.Calls;

namespace DialIn.Tests.Calls;

public sealed class CallTraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _stopped = new();
    private readonly ActivityListener _listener;

    public CallTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == CallTrace.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _stopped.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void CallsOfOneThread_AreATraceEach_AndTheThreadsOwnActivityStays()
    {
        using var loop = new Activity("loop").Start();
        using var first = new CallTrace(Facts("trace-1"));
        Assert.Same(loop, Activity.Current);
        using var second = new CallTrace(Facts("trace-2"));
        foreach (var call in (CallTrace[])[first, second])
        {
            call.Enter(new Ringing());
            call.Enter(new WaitingForMeeting());
        }

        Assert.Same(loop, Activity.Current);
        first.End(CallEnd.For(CallEndReason.MeetingNotStarted), null, null, 200);
        second.End(CallEnd.For(CallEndReason.MeetingNotStarted), null, null, 200);
        Assert.Same(loop, Activity.Current);

        var calls = _stopped.Where(static activity => activity.GetTagItem("dialin.call.id") is "trace-1" or "trace-2").ToList();
        Assert.Equal(2, calls.Select(static call => call.TraceId).Distinct().Count());
        Assert.All(calls, call => Assert.Equal((default, false), (call.ParentSpanId, call.TraceId == loop.TraceId)));
        Assert.All(calls, call => Assert.Equal(["ring", "wait for meeting"], _stopped.Where(step => step.ParentSpanId == call.SpanId).Select(static step => step.OperationName)));
    }

    [Fact]
    public void CallOfAThreadWithoutActivity_LeavesItWithout()
    {
        Activity.Current = null;
        using var call = new CallTrace(Facts("trace-3"));
        call.Enter(new Ringing());
        Assert.Null(Activity.Current);

        call.End(CallEnd.For(CallEndReason.CallerCancelled), null, null, 487);

        Assert.Null(Activity.Current);
    }

    private static CallFacts Facts(string id) => new(id, "carrier", "+4961511234567", ["de"], CallerNumber.Parse("+4915112345634"), InBandDigits.Auto);
}
