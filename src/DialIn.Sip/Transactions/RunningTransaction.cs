namespace DialIn.Sip.Transactions;

/// <summary>One transaction at work: its machine, its timers, and the carrying out of its effects. Loop only.</summary>
internal abstract class RunningTransaction(Mailbox mailbox, TransactionMachine machine)
{
    private readonly Dictionary<TransactionTimer, LoopTimer> _timers = [];
    private readonly Queue<(TransactionInput Input, object? Message)> _inputs = new();
    private TransactionMachine _machine = machine;
    private bool _driving;

    /// <summary>The present state.</summary>
    public TransactionMachine Machine => _machine;

    /// <summary>Ends without a word to anyone.</summary>
    public void Abandon()
    {
        _machine = Ended.Instance;
        StopTimers();
        OnTerminated();
    }

    /// <summary>
    /// Feeds the machine. An input that arises while effects are carried out waits until all of them are: otherwise a send
    /// that fails at once would end the transaction before its timers start.
    /// </summary>
    protected void Drive(TransactionInput input, object? message = null)
    {
        _inputs.Enqueue((input, message));
        if (_driving)
        {
            return;
        }

        _driving = true;
        try
        {
            while (_inputs.TryDequeue(out var next))
            {
                (_machine, var effects) = _machine.On(next.Input);
                foreach (var effect in effects)
                {
                    CarryOut(effect, next.Message);
                }
            }
        }
        finally
        {
            _driving = false;
        }
    }

    /// <summary>Sends or informs: all effects but those of timers and the end.</summary>
    protected abstract void Perform(TransactionEffect effect, object? message);

    /// <summary>The transaction is over; its layer forgets it.</summary>
    protected abstract void OnTerminated();

    private void CarryOut(TransactionEffect effect, object? message)
    {
        switch (effect)
        {
            case TransactionEffect.StartTimer when _machine.IsTerminated:
                // Abandoned by the user amid these effects.
                break;
            case TransactionEffect.StartTimer(var timer, var after):
                Stop(timer);
                _timers[timer] = mailbox.StartTimer(after, () =>
                {
                    _timers.Remove(timer);
                    Drive(new TransactionInput.TimerFired(timer));
                });
                break;
            case TransactionEffect.StopTimer(var timer):
                Stop(timer);
                break;
            case TransactionEffect.Terminate:
                StopTimers();
                OnTerminated();
                break;
            default:
                Perform(effect, message);
                break;
        }
    }

    private void Stop(TransactionTimer timer)
    {
        if (_timers.Remove(timer, out var running))
        {
            running.Dispose();
        }
    }

    private void StopTimers()
    {
        foreach (var timer in _timers.Values)
        {
            timer.Dispose();
        }

        _timers.Clear();
    }

    /// <summary>The machine of an abandoned transaction.</summary>
    private sealed record Ended() : TransactionMachine(new SipTimers(), Reliable: true)
    {
        public static Ended Instance { get; } = new();

        public override bool IsTerminated => true;

        public override Transition On(TransactionInput input) => Ignore();
    }
}
