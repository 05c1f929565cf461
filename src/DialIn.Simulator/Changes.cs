namespace DialIn.Simulator;

/// <summary>Lets callers wait until something that others change has become true. Safe to use from any thread.</summary>
internal sealed class Changes
{
    private TaskCompletionSource _pulse = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Wakes all who wait, so that they look again.</summary>
    public void Notify() =>
        Interlocked.Exchange(ref _pulse, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    /// <summary>Waits until a look finds something.</summary>
    /// <param name="look">Gives what was found, or null to go on waiting. Called on any thread.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public async Task<T> WaitForAsync<T>(Func<T?> look, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var next = Volatile.Read(ref _pulse).Task;
            if (look() is { } found)
            {
                return found;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until a condition holds.</summary>
    /// <param name="condition">Called on any thread.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitUntilAsync(Func<bool> condition, CancellationToken cancellationToken) =>
        WaitForAsync(() => condition() ? this : null, cancellationToken);
}
