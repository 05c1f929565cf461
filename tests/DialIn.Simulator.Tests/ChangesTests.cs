namespace DialIn.Simulator.Tests;

public class ChangesTests
{
    private static readonly TimeSpan Generous = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Wait_TrueAlready_EndsAtOnce() =>
        await new Changes().WaitUntilAsync(() => true, CancellationToken.None).WaitAsync(Generous, CancellationToken.None);

    [Fact]
    public async Task Wait_LooksAgainAtEachChange()
    {
        var changes = new Changes();
        var value = 0;
        var wait = changes.WaitUntilAsync(() => Volatile.Read(ref value) == 2, CancellationToken.None);
        Volatile.Write(ref value, 1);
        changes.Notify();
        Assert.False(wait.IsCompleted);
        Volatile.Write(ref value, 2);
        changes.Notify();
        await wait.WaitAsync(Generous, CancellationToken.None);
    }

    [Fact]
    public async Task Wait_Cancelled_Ends()
    {
        using var cancel = new CancellationTokenSource();
        var wait = new Changes().WaitUntilAsync(() => false, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
    }
}
