using DialIn.Tests.Calls;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

/// <summary>
/// Several nodes on one database, for hours of virtual time in which everything happens that can: processes that are stopped, machines that
/// sleep, clocks that run wrong or are set, a database that is slow, or does not answer, or answers and the answer is lost.
/// </summary>
internal sealed class LeaseWalk
{
    private const int Nodes = 3;
    private const int StepMilliseconds = 50;

    private readonly SeededChoices _choices;
    private readonly Node[] _nodes;
    private readonly List<(double At, Action Do)> _inStore = [];
    private Lease? _stored;
    private double _now;
    private bool _isCalm;

    public LeaseWalk(ulong seed)
    {
        _choices = new SeededChoices(seed);
        _nodes = [.. Enumerable.Range(0, Nodes).Select(number => new Node(this, number))];
    }

    /// <summary>How often the account went to another node.</summary>
    public long HandOvers => _stored?.Fence ?? 0;

    /// <summary>Lets time pass with all that goes wrong, or without.</summary>
    public void Run(TimeSpan time, bool isCalm)
    {
        _isCalm = isCalm;
        for (var end = _now + time.TotalMilliseconds; _now < end; _now += StepMilliseconds)
        {
            // Also for a process that is stopped.
            Due(_inStore);
            foreach (var node in _nodes)
            {
                node.Step();
            }

            // Also whoever is stopped now: it may be let go on at this very moment.
            if (_nodes.Count(static node => node.MaySend) > 1)
            {
                Assert.Fail($"two at {_now} ms: {string.Join(" | ", _nodes.Select(static node => node.Words))}; in the database: {_stored}");
            }
        }
    }

    /// <summary>How many nodes hold the account.</summary>
    public int Holders => _nodes.Count(static node => node.Machine.State == LeaseMachine.Phase.Held);

    private void Due(List<(double At, Action Do)> coming)
    {
        if (coming.Count == 0)
        {
            return;
        }

        foreach (var due in coming.Where(one => one.At <= _now).ToList())
        {
            coming.Remove(due);
            due.Do();
        }
    }

    private Lease Take(Lease? seen, string holder)
    {
        if (_stored == seen || _stored?.Holder == holder)
        {
            var fence = _stored is null ? 1 : _stored.Holder == holder ? _stored.Fence : _stored.Fence + 1;
            _stored = new Lease("carrier", holder, fence, (_stored?.Until ?? DateTimeOffset.UnixEpoch).AddMilliseconds(1));
        }

        return _stored!;
    }

    private sealed class Node
    {
        private readonly LeaseWalk _walk;
        private readonly List<(double At, Action Do)> _coming = [];
        private readonly double _rate;
        private double _mono;
        private double _utcOffset;
        private double _stoppedUntil;
        private bool _isAsleep;
        private int _steps;

        public Node(LeaseWalk walk, int number)
        {
            _walk = walk;
            _rate = 0.98 + (0.02 * number);
            _mono = 1_000_000 * number;
            _utcOffset = -5_000 * number;
            Machine = new LeaseMachine(new LeaseTimings(TimeSpan.FromMinutes(1)), $"node/{number} - - {number}");
        }

        public LeaseMachine Machine { get; private set; }

        public string Words => $"{Machine.State} {(MaySend ? "may send" : "")} {Now} of {Machine.Lease}, stopped {_walk._now < _stoppedUntil} asleep {_isAsleep}";

        public bool MaySend => Machine.MaySend(Now);

        private LeaseMoment Now => new(TimeSpan.FromMilliseconds(_mono), DateTimeOffset.UnixEpoch.AddMilliseconds(_walk._now + _utcOffset));

        public void Step()
        {
            var choices = _walk._choices;
            if (!_walk._isCalm && choices.Below(4_000) == 0)
            {
                _stoppedUntil = _walk._now + choices.Below(200_000);
                _isAsleep = choices.Below(2) == 0;
            }

            if (!_walk._isCalm && choices.Below(20_000) == 0)
            {
                // Forwards: set back while it slept, no clock would know.
                _utcOffset += choices.Below(100_000);
            }

            var isStopped = _walk._now < _stoppedUntil;
            _mono += isStopped && _isAsleep ? 0 : StepMilliseconds * _rate;
            if (isStopped)
            {
                return;
            }

            _walk.Due(_coming);
            if (++_steps % 10 == 0)
            {
                On(new LeaseInput.Tick(Now));
            }
        }

        private void On(LeaseInput input)
        {
            (Machine, var effects) = Machine.On(input);
            foreach (var effect in effects)
            {
                switch (effect)
                {
                    case LeaseEffect.Look:
                        Ask(() => _walk._stored, (stored, _) => new LeaseInput.Seen(stored, false, Now));
                        break;
                    case LeaseEffect.Take take:
                        Ask(() => _walk.Take(take.Seen, Machine.Me), (lease, asked) => new LeaseInput.Taken(lease!, asked, Now));
                        break;
                    case LeaseEffect.Release release:
                        Later(_walk._inStore, Delay(), () => _walk._stored = _walk._stored == release.Held ? _walk._stored with { Holder = null } : _walk._stored);
                        break;
                    case LeaseEffect.Leave:
                        Later(_coming, _walk._choices.Below(10_000), () => On(new LeaseInput.Left(Now)));
                        break;
                }
            }
        }

        private void Ask(Func<Lease?> work, Func<Lease?, LeaseMoment, LeaseInput> answer)
        {
            var asked = Now;
            var fate = _walk._isCalm ? 2 : _walk._choices.Below(40);
            Later(_walk._inStore, Delay(), () =>
            {
                var result = fate == 0 ? null : work();
                Later(_coming, Delay(), () => On(fate is 0 or 1 ? new LeaseInput.Failed(Now) : answer(result, asked)));
            });
        }

        private int Delay() => !_walk._isCalm && _walk._choices.Below(30) == 0 ? _walk._choices.Below(70_000) : _walk._choices.Below(300);

        private void Later(List<(double At, Action Do)> where, int milliseconds, Action act) => where.Add((_walk._now + milliseconds, act));
    }
}
