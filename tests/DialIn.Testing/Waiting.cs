namespace DialIn.Testing;

/// <summary>Waits for what other threads do.</summary>
public static class Waiting
{
    // Whole services and a Redis beside the other tests: it is waited for so long only when something is wrong.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Ends when the condition holds.</summary>
    public static Task UntilAsync(Func<bool> condition, CancellationToken cancel) => UntilAsync(() => Task.FromResult(condition()), cancel);

    /// <summary>Ends when the condition, which has to be asked for somewhere, holds.</summary>
    public static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        while (!await condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, limit.Token);
        }
    }
}
