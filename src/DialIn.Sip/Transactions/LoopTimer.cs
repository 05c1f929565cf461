namespace DialIn.Sip.Transactions;

/// <summary>A timer whose work runs on the mailbox's loop. Once disposed (only on the loop) it never fires, even if it was already due.</summary>
internal sealed class LoopTimer(Mailbox mailbox, Action work) : IDisposable
{
    private ITimer? _timer;
    private bool _done;

    public void Dispose()
    {
        _done = true;
        _timer?.Dispose();
        mailbox.Remove(this);
    }

    internal void Start(TimeProvider time, TimeSpan after) => _timer = time.CreateTimer(
        static state => ((LoopTimer)state!).OnDue(), this, after > TimeSpan.Zero ? after : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void OnDue() => mailbox.Post(Fire);

    private void Fire()
    {
        if (!_done)
        {
            Dispose();
            work();
        }
    }
}
