using DialIn.Sip.Transactions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Transactions;

public class MailboxTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger _logger = new();
    private readonly List<int> _done = [];

    [Fact]
    public async Task Work_RunsInOrderAndDeliveriesFollowTheWorkThatMadeThem()
    {
        await using var mailbox = new Mailbox(_time, _logger);
        mailbox.Post(() =>
        {
            mailbox.Deliver(() => _done.Add(2));
            _done.Add(1);
        });
        mailbox.Post(() => _done.Add(3));
        await IdleAsync(mailbox);

        Assert.Equal([1, 2, 3], _done);
    }

    [Fact]
    public async Task Fault_InWorkOrDelivery_IsLoggedAndStopsNothing()
    {
        await using var mailbox = new Mailbox(_time, _logger);
        mailbox.Post(() =>
        {
            mailbox.Deliver(() => throw new InvalidOperationException("delivery"));
            mailbox.Deliver(() => _done.Add(1));
            throw new InvalidOperationException("work");
        });
        mailbox.Post(() => _done.Add(2));
        await IdleAsync(mailbox);

        Assert.Equal([1, 2], _done);
        Assert.Equal(["work", "delivery"], _logger.Collector.GetSnapshot().Select(record => record.Exception!.Message));
    }

    [Fact]
    public async Task Timer_FiresOnce_AndNotAfterItsDisposalEvenIfItWasDue()
    {
        await using var mailbox = new Mailbox(_time, _logger);
        LoopTimer? second = null;
        mailbox.Post(() =>
        {
            mailbox.StartTimer(TimeSpan.FromSeconds(1), () =>
            {
                _done.Add(1);
                second!.Dispose();
            });
            second = mailbox.StartTimer(TimeSpan.FromSeconds(1), () => _done.Add(2));
            mailbox.StartTimer(TimeSpan.FromSeconds(-5), () => _done.Add(0));
        });
        await IdleAsync(mailbox);
        _time.Advance(TimeSpan.FromSeconds(1));
        await IdleAsync(mailbox);
        _time.Advance(TimeSpan.FromSeconds(10));
        await IdleAsync(mailbox);

        Assert.Equal([0, 1], _done);
    }

    [Fact]
    public async Task Network_WhenTooMuchWaits_IsRefusedButOwnWorkIsNot()
    {
        await using var mailbox = new Mailbox(_time, _logger);
        using var gate = new ManualResetEventSlim();
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        mailbox.Post(() =>
        {
            entered.SetResult();
            gate.Wait(Generous);
        });
        await entered.Task.WaitAsync(Generous, TestContext.Current.CancellationToken);

        Assert.True(mailbox.TryPostFromNetwork(() => _done.Add(1), limit: 2));
        Assert.True(mailbox.TryPostFromNetwork(() => _done.Add(2), limit: 2));
        Assert.False(mailbox.TryPostFromNetwork(() => _done.Add(3), limit: 2));
        Assert.True(mailbox.Post(() => _done.Add(4)));
        gate.Set();
        await IdleAsync(mailbox);

        Assert.Equal([1, 2, 4], _done);
        Assert.True(mailbox.TryPostFromNetwork(() => { }, limit: 1));
    }

    [Fact]
    public async Task Operation_EndsInWorkOnTheLoop_WithItsFault()
    {
        await using var mailbox = new Mailbox(_time, _logger);
        var slow = new TaskCompletionSource();
        Exception? seen = null;
        mailbox.Post(() =>
        {
            mailbox.Await(ValueTask.CompletedTask, _ => _done.Add(1));
            _done.Add(2);
            mailbox.Await(new ValueTask(slow.Task), exception => seen = exception);
        });
        slow.SetException(new IOException("gone"));
        await IdleAsync(mailbox);

        Assert.Equal([1, 2], _done);
        Assert.Equal("gone", seen!.Message);
    }

    [Fact]
    public async Task Disposed_FinishesWhatWaits_StopsTimersAndTakesNoMore()
    {
        var mailbox = new Mailbox(_time, _logger);
        mailbox.Post(() => mailbox.StartTimer(TimeSpan.FromSeconds(1), () => _done.Add(9)));
        mailbox.Post(() => mailbox.Await(new ValueTask(Task.Delay(Timeout.InfiniteTimeSpan, _time, mailbox.Stopping)), _ => _done.Add(8)));
        mailbox.Post(() => _done.Add(1));
        await mailbox.DisposeAsync().AsTask().WaitAsync(Generous, TestContext.Current.CancellationToken);
        await mailbox.DisposeAsync().AsTask().WaitAsync(Generous, TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(mailbox.Post(() => _done.Add(7)));
        Assert.False(mailbox.TryPostFromNetwork(() => _done.Add(7), limit: 10));
        await IdleAsync(mailbox);
        Assert.Equal([1], _done);
    }

    private static Task IdleAsync(Mailbox mailbox) => mailbox.IdleAsync().WaitAsync(Generous, TestContext.Current.CancellationToken);
}
