using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Tests.Ivr;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Pins;

/// <summary>
/// Many callers who do nothing but guess, each on a line of its own, in virtual time: real call machines, the real judge, a pool of PINs drawn by seed.
/// They type at once, hang up on the first word that says no, and dial again in the same moment. Only our answers take time.
/// </summary>
internal sealed class GuessingCallers : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 9, 0, 0, TimeSpan.Zero));
    private readonly PriorityQueue<Due, TimeSpan> _due = new();
    private readonly Dictionary<string, bool> _rooms = [];
    private readonly PinMeters _meters = new();
    private readonly Random _random;
    private readonly FailureLedger _ledger;
    private readonly CallMachine _machine;
    private readonly int _length;
    private TimeSpan _now;

    public GuessingCallers(int seed, int length, int rooms, int running, GuessingLimits limits)
    {
        (_random, _length) = (new Random(seed), length);
        _ledger = new FailureLedger(limits, _time, _meters, NullLogger<FailureLedger>.Instance);
        _machine = new CallMachine(CallSettings.For(new CallsOptions(), ["de"], length));
        while (_rooms.Count < rooms)
        {
            _rooms.TryAdd(Draw(), _rooms.Count < running);
        }
    }

    /// <summary>Guesses made on the usual terms.</summary>
    public int Easy { get; private set; }

    /// <summary>Guesses made beyond a limit.</summary>
    public int Hard { get; private set; }

    /// <summary>Guesses that opened a room.</summary>
    public int Hits { get; private set; }

    /// <summary>How long the caller with the right PIN of a running room waited for "you are being connected", in each minute.</summary>
    public List<TimeSpan> HonestWaits { get; } = [];

    public void Dispose() => _meters.Dispose();

    public void Run(int callers, TimeSpan duration)
    {
        for (var i = 0; i < callers; i++)
        {
            Call(new Line($"caller-{i}", IsHonest: false));
        }

        for (var minute = 0; minute < duration.TotalMinutes; minute++)
        {
            _due.Enqueue(new Due(new Line("honest", IsHonest: true), 0, null), TimeSpan.FromMinutes(minute));
        }

        while (_due.TryDequeue(out var next, out var at) && at < duration)
        {
            _time.Advance(at - _now);
            _now = at;
            if (next.Timer is null)
            {
                Call(next.Line);
            }
            else if (next.Call == next.Line.Call)
            {
                Step(next.Line, next.Timer);
            }
        }
    }

    private string Draw() =>
        string.Concat(Enumerable.Range(0, _length).Select(place => (char)('0' + (place == 0 ? _random.Next(1, 10) : _random.Next(10)))));

    private void Call(Line line)
    {
        line.Call++;
        line.DialledAt = _now;
        var start = _machine.Start();
        line.State = start.State;
        Take(line, start.Effects);
        Step(line, new TrunkCodecAgreed(AudioCodec.Pcma, [AudioCodec.Pcma]));
        Step(line, new TrunkConfirmed());
    }

    private void Step(Line line, CallEvent happened)
    {
        var step = _machine.Next(line.State!, happened);
        line.State = step.State;
        Take(line, step.Effects);
    }

    private void Take(Line line, IReadOnlyList<CallEffect> effects)
    {
        // What the caller does comes after all that the step asks for.
        Action? reaction = null;
        foreach (var effect in effects)
        {
            switch (effect)
            {
                case SetTimer timer:
                    _due.Enqueue(new Due(line, line.Call, new TimerFired(timer.Timer, timer.Generation)), _now + timer.Due);
                    break;
                case Play { Prompts: var prompts } when prompts.Any(static prompt => prompt.Id is PromptId.EnterPin or PromptId.EnterPinAgain):
                    reaction = () => Type(line);
                    break;
                case Play { Prompts: var prompts } when prompts.Any(static prompt => prompt.Id is PromptId.TriesUsedUp or PromptId.Connecting or PromptId.MeetingNotStarted):
                    reaction = () => Told(line, prompts[0].Id != PromptId.TriesUsedUp);
                    break;
                case LookUpPin ask:
                    // Answered as fast as can be: nothing but our own delays hold a guesser up.
                    reaction = () => Step(line, Answer(line, ask));
                    break;
            }
        }

        reaction?.Invoke();
    }

    private void Type(Line line)
    {
        var pin = line.IsHonest ? _rooms.First(static room => room.Value).Key : Draw();
        foreach (var digit in pin)
        {
            Step(line, new DigitReceived(PinEntryScript.Key(digit)));
        }
    }

    private void Told(Line line, bool isIn)
    {
        if (line.IsHonest)
        {
            Assert.True(isIn, $"an honest caller was shut out at {_now}");
            HonestWaits.Add(_now - line.DialledAt);
            line.Call++;
            return;
        }

        Hits += isIn ? 1 : 0;
        Call(line);
    }

    private PinAnswered Answer(Line line, LookUpPin ask)
    {
        var leads = _rooms.TryGetValue(ask.Pin.Reveal(), out var isRunning);
        // Without a number, or the limit of each caller would end the attack at once.
        var verdict = _ledger.Judge(new Guesser("carrier", null), leads, isRunning);
        if (!line.IsHonest)
        {
            (Easy, Hard) = verdict.Reached == GuessingLimit.None ? (Easy + 1, Hard) : (Easy, Hard + 1);
        }

        return verdict.IsAccepted
            ? new PinFound(ask.Question, "room", new RunningMeeting("room", "internal", "bbb1", "71001", DateTimeOffset.UnixEpoch, null)) { Terms = verdict.Terms }
            : new PinNotFound(ask.Question) { Terms = verdict.Terms };
    }

    private sealed record Line(string Name, bool IsHonest)
    {
        public CallState? State { get; set; }

        public int Call { get; set; }

        public TimeSpan DialledAt { get; set; }
    }

    private sealed record Due(Line Line, int Call, TimerFired? Timer);
}
