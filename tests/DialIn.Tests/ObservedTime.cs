using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests;

/// <summary>
/// Virtual time that tells when the code under test begins to wait. A test waits for that, then advances: whatever was set
/// fires, and nothing can be missed.
/// </summary>
internal sealed class ObservedTime() : FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero))
{
    private readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _set.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>Ends when a timer of this length has been set since the last call.</summary>
    public async Task TimerSetAsync(TimeSpan dueTime, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Limits.Generous);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        while (await _set.Reader.ReadAsync(either.Token) != dueTime)
        {
            // Another timer, such as the time limit of a request.
        }
    }
}
