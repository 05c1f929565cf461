using System.Globalization;
using DialIn.Sip.Transactions;

namespace DialIn.Sip.Tests.Transactions;

/// <summary>Runs one machine in virtual time and writes down what it does and when (milliseconds).</summary>
internal sealed class MachineRun(TransactionMachine machine)
{
    private readonly Dictionary<TransactionTimer, TimeSpan> _running = [];
    private readonly List<string> _log = [];
    private TimeSpan _now;

    public TransactionMachine Machine { get; private set; } = machine;

    public bool HasTimers => _running.Count > 0;

    public static SipTimers Defaults { get; } = new();

    public static MachineRun Started(TransactionMachine machine)
    {
        var run = new MachineRun(machine);
        run.On(TransactionInput.Start.Instance);
        return run;
    }

    public MachineRun On(TransactionInput input)
    {
        var (next, effects) = Machine.On(input);
        Machine = next;
        foreach (var effect in effects)
        {
            Carry(effect);
        }

        return this;
    }

    public MachineRun Response(int status) => On(new TransactionInput.ResponseReceived(status));

    public MachineRun Respond(int status) => On(new TransactionInput.Respond(status));

    public MachineRun Repeat() => On(TransactionInput.RequestRepeated.Instance);

    public MachineRun Ack() => On(TransactionInput.AckReceived.Instance);

    public MachineRun Fail() => On(TransactionInput.TransportFailed.Instance);

    /// <summary>Lets time pass up to this many milliseconds since the start; timers fire in order.</summary>
    public MachineRun Until(double milliseconds)
    {
        var until = TimeSpan.FromMilliseconds(milliseconds);
        while (_running.Count > 0 && _running.MinBy(timer => timer.Value) is var (timer, due) && due <= until)
        {
            _running.Remove(timer);
            _now = due;
            On(new TransactionInput.TimerFired(timer));
        }

        _now = until;
        return this;
    }

    /// <summary>What was done since the last call of this method, as "time what".</summary>
    public IReadOnlyList<string> Take()
    {
        var taken = _log.ToList();
        _log.Clear();
        return taken;
    }

    /// <summary>The times at which this was done.</summary>
    public IReadOnlyList<double> Times(string what) =>
        [.. Take().Select(line => line.Split(' ')).Where(parts => parts[1] == what).Select(parts => double.Parse(parts[0], CultureInfo.InvariantCulture))];

    private void Carry(TransactionEffect effect)
    {
        switch (effect)
        {
            case TransactionEffect.StartTimer(var timer, var after):
                _running[timer] = _now + after;
                break;
            case TransactionEffect.StopTimer(var timer):
                _running.Remove(timer);
                break;
            case TransactionEffect.Terminate:
                _running.Clear();
                _log.Add(Line("Terminate"));
                break;
            default:
                _log.Add(Line(effect.GetType().Name));
                break;
        }
    }

    private string Line(string what) => string.Create(CultureInfo.InvariantCulture, $"{_now.TotalMilliseconds} {what}");
}
