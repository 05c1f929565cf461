using System.Runtime.CompilerServices;

namespace DialIn.Testing;

/// <summary>Waits for what other threads do.</summary>
public static class Waiting
{
    // Whole services and a Redis beside the other tests: it is waited for so long only when something is wrong.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Ends when the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not, not even after minutes; the message says which one.</exception>
    public static Task UntilAsync(Func<bool> condition, CancellationToken cancel, [CallerArgumentExpression(nameof(condition))] string awaited = "") =>
        UntilAsync(() => Task.FromResult(condition()), cancel, awaited);

    /// <summary>Ends when the condition, which has to be asked for somewhere, holds.</summary>
    /// <exception cref="TimeoutException">It does not, not even after minutes; the message says which one.</exception>
    public static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancel, [CallerArgumentExpression(nameof(condition))] string awaited = "")
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                throw new TimeoutException($"Waited {Patience} in vain for: {awaited}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancel);
        }
    }
}
