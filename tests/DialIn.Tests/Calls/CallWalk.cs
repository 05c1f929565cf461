using DialIn.Calls;
using DialIn.Media.Codecs;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Tests.Ivr;

namespace DialIn.Tests.Calls;

/// <summary>
/// A world in which a call happens at random, but by the rules: timers fire that run, legs answer that were dialled, and now
/// and then something comes late or twice. After each step it checks what must always be true.
/// </summary>
internal sealed class CallWalk
{
    // Digits that nothing else in the world contains four of in a row.
    private const string Keys = "73915482673915482";

    private static readonly RunningMeeting[] Meetings =
        [CallScript.Meeting("bbb1", "60001"), CallScript.Meeting("bbb2", "60002", 2) with { MuteOnStart = true }, CallScript.Meeting("bbb1", "60003", 3)];

    private static readonly RunningMeeting[] Rooms = [.. Enumerable.Range(1, 7).Select(sequence => CallScript.BreakoutOf(sequence))];

    private static readonly CallTimer[] LastResorts =
        [CallTimer.MaxDuration, CallTimer.EnterPin, CallTimer.LookUp, CallTimer.WaitForMeeting, CallTimer.Reconnect, CallTimer.Reopening];

    private readonly SeededChoices _choices;
    private readonly CallMachine _machine;
    private readonly Dictionary<CallTimer, int> _timers = [];
    private readonly List<int> _openQuestions = [];
    private readonly HashSet<int> _places = [];
    private readonly List<CallEnd> _ends = [];
    private int _typed;
    private int? _leg;
    private int? _joined;
    private AudioCodec? _asked;
    private int? _playing;
    private int _trunkEnds;
    private bool _isWatching;
    private bool _isMuted;

    public CallWalk(ulong seed)
    {
        _choices = new SeededChoices(seed);
        var settings = CallSettings.For(new CallsOptions { MaxCallersPerMeeting = _choices.Below(4) == 0 ? 5 : null }, ["de", "en"], 9);
        _machine = new CallMachine(settings);
        Take(_machine.Start(), happened: null);
    }

    public CallState State { get; private set; } = null!;

    public bool IsOver => State.Phase is Ended;

    /// <summary>Something happens.</summary>
    public void Step() => Take(Choose());

    /// <summary>Nobody says anything any more: only timers fire, until the call is over.</summary>
    public void RunOutOnTimersAlone()
    {
        for (var i = 0; i < 100 && !IsOver; i++)
        {
            var timer = _timers.ContainsKey(CallTimer.Goodbye) ? CallTimer.Goodbye : CallTimer.MaxDuration;
            Take(new TimerFired(timer, _timers[timer]));
        }
    }

    public void CheckEnd()
    {
        Assert.True(IsOver);
        Assert.Equal(((Ended)State.Phase).End, Assert.Single(_ends));
        Assert.Equal(1, _trunkEnds);
        Assert.Null(_leg);
        Assert.Null(_joined);
        Assert.Empty(_timers);
        Assert.False(_isWatching);
        Assert.Empty(_machine.Next(State, new TrunkConfirmed()).Effects);
    }

    private CallEvent Choose() => _choices.Below(100) switch
    {
        < 25 => Key(),
        >= 25 and < 40 when _playing is { } playback => new PlaybackEnded(playback),
        >= 40 and < 55 when _openQuestions.Count > 0 => Answer(_choices.From(_openQuestions)),
        >= 55 and < 60 when _timers.Count > 1 => Fire(),
        >= 60 and < 74 when _leg is { } leg => OfConference(leg),
        >= 74 and < 82 => OfDirectory(),
        >= 82 and < 84 => OfCodecs(),
        84 when _choices.Below(4) == 0 => new TrunkSilent(),
        85 when _choices.Below(4) == 0 => new FaxHeard(),
        >= 86 and < 90 => _choices.Below(2) == 0 ? new TrunkConfirmed() : new TrunkMediaStarted(),
        >= 90 and < 96 => Late(),
        96 when _choices.Below(4) == 0 => new TrunkEnded(_choices.From(Enum.GetValues<LegEndCause>())),
        97 when _choices.Below(8) == 0 => new DrainDeadlineReached(),
        98 when _choices.Below(8) == 0 => new Faulted(),
        99 when _choices.Below(8) == 0 => new AnswerFailed(CallEndReason.NoPorts),
        _ => Key(),
    };

    private MeetingChanged OfDirectory() => new(_choices.Below(6) switch
    {
        0 or 1 => new MeetingGone((MeetingGoneReason)_choices.Below(2)),
        2 => new BreakoutsChanged([.. Rooms.Where(_ => _choices.Below(2) == 0)]),
        _ => new MeetingStarted(_choices.From(Meetings)),
    });

    private CallEvent OfCodecs() => _choices.Below(5) switch
    {
        0 when _leg is { } leg => new ConferenceCodecChanged(leg, _choices.Below(2) == 0),
        1 when _asked is { } asked => new TrunkCodecChanged(asked, _choices.Below(2) == 0, _choices.Below(4) == 0),
        2 => new TrunkCodecAgreed(_choices.From(AudioCodec.All), [_choices.From(AudioCodec.All)]),
        3 => new TrunkOfferWithdrawn(),
        _ => new TrunkOfferReceived(_choices.Below(2) == 0, _choices.Below(2) == 0 ? _choices.From(AudioCodec.All) : null),
    };

    private DigitReceived Key()
    {
        var key = _choices.Below(State.Phase is Joined ? 6 : 60) switch { 0 => '*', 1 => '#', _ => Keys[_typed++ % Keys.Length] };
        return new DigitReceived(PinEntryScript.Key(key));
    }

    private CallEvent Fire()
    {
        // The timers that end a call would end most walks before anything has happened.
        var timers = _timers.Keys.Where(t => !LastResorts.Contains(t) || _choices.Below(20) == 0).Order().ToList();
        if (timers.Count == 0)
        {
            return Key();
        }

        var timer = _choices.From(timers);
        return new TimerFired(timer, _timers[timer]);
    }

    private CallEvent Answer(int question)
    {
        _openQuestions.Remove(question);
        RunningMeeting? running = _choices.Below(3) == 0 ? null : _choices.From(Meetings);
        if (_places.Contains(question))
        {
            var isFull = _choices.Below(2) == 0;
            if (isFull)
            {
                _openQuestions.Add(question);
            }

            return isFull ? new MeetingFull(question) : new PlaceTaken(question);
        }

        if (_choices.Below(20) == 0)
        {
            return new QuestionFailed(question);
        }

        return State.Phase is LookingUp
            ? (_choices.Below(3) == 0 ? new PinNotFound(question) : (PinAnswered)new PinFound(question, CallScript.Room, running)) with { Terms = Terms() }
            : new DirectoryAnswered(question, running, _choices.Below(4) > 0, _choices.Below(2) == 0);
    }

    private TryTerms Terms() => _choices.Below(4) == 0 ? new TryTerms(TimeSpan.FromSeconds(10), IsOnlyTry: true) : default;

    private CallEvent OfConference(int leg)
    {
        switch (_choices.Below(6))
        {
            case 0:
                return new ConferenceSilent(leg);
            case 1:
                return new ConferenceAudible(leg);
            case 2:
                var cause = _joined is null ? _choices.From([LegEndCause.Rejected, LegEndCause.Timeout]) : _choices.From([LegEndCause.RemoteBye, LegEndCause.TransportError]);
                _leg = null;
                _joined = null;
                return new ConferenceEnded(leg, cause, _choices.From([503, 404, 488]));
            default:
                return _joined is null ? new ConferenceAnswered(leg) : new ConferenceAudible(leg);
        }
    }

    private CallEvent Late()
    {
        var number = Math.Max(0, State.LastNumber - _choices.Below(20));
        return _choices.Below(6) switch
        {
            0 => new PlaybackEnded(number == _playing ? 0 : number),
            1 => new TimerFired(_choices.From(Enum.GetValues<CallTimer>()), Generation: 0),
            2 => new PinFound(0, CallScript.Room, Meetings[0]),
            3 => new DirectoryAnswered(0, null, ServerAnswers: true),
            4 => new ConferenceAnswered(0),
            _ => new ConferenceEnded(0, LegEndCause.RemoteBye),
        };
    }

    private void Take(CallEvent happened) => Take(_machine.Next(State, happened), happened);

    private void Take(CallStep step, CallEvent? happened)
    {
        switch (happened)
        {
            case TrunkCodecChanged changed when changed.Codec == _asked:
                _asked = null;
                break;
            case TimerFired fired when _timers.GetValueOrDefault(fired.Timer) == fired.Generation:
                _timers.Remove(fired.Timer);
                break;
            case PlaybackEnded ended when ended.Playback == _playing:
                _playing = null;
                break;
            case TrunkEnded when !IsOver:
                _trunkEnds++;
                break;
        }

        State = step.State;
        foreach (var effect in step.Effects)
        {
            Carry(effect);
        }

        CheckAlways(step, happened);
    }

    private void Carry(CallEffect effect)
    {
        Assert.Empty(_ends);
        switch (effect)
        {
            case SetTimer timer:
                _timers[timer.Timer] = timer.Generation;
                break;
            case CancelTimer timer:
                Assert.True(_timers.Remove(timer.Timer));
                break;
            case LookUpPin lookUp:
                _openQuestions.Add(lookUp.Question);
                break;
            case TakePlace place:
                _openQuestions.Add(place.Question);
                _places.Add(place.Question);
                break;
            case RefreshDirectory refresh:
                _openQuestions.Add(refresh.Question);
                break;
            case OfferTrunkCodec offer:
                // One at a time: the second would be refused by ourselves.
                Assert.Null(_asked);
                _asked = offer.Codec;
                break;
            case DialConference dial:
                Assert.Null(_leg);
                _leg = dial.Leg;
                break;
            case EndConferenceLeg end:
                Assert.Equal(_leg, end.Leg);
                Assert.Null(_joined);
                _leg = null;
                break;
            case JoinMedia join:
                Assert.Equal(_leg, join.Leg);
                _joined = join.Leg;
                break;
            case PartMedia:
                _joined = null;
                break;
            case SendDigitToConference digit:
                Assert.Equal(_joined, digit.Leg);
                break;
            case MuteCaller mute:
                _isMuted = mute.IsMuted;
                break;
            case WatchMeeting:
                Assert.False(_isWatching);
                _isWatching = true;
                break;
            case StopWatching:
                Assert.True(_isWatching);
                _isWatching = false;
                break;
            case Play play:
                _playing = play.Playback;
                break;
            case StopPlaying:
                Assert.NotNull(_playing);
                _playing = null;
                break;
            case HangUpTrunk or RejectTrunk:
                _trunkEnds++;
                break;
            case RecordEnd record:
                _ends.Add(record.End);
                break;
        }
    }

    private void CheckAlways(CallStep step, CallEvent? happened)
    {
        Assert.InRange(_trunkEnds, 0, 1);
        Assert.Equal(_timers, State.Timers.ToDictionary(t => t.Timer, t => t.Generation));
        Assert.Equal(_leg, State.Conference?.Number);
        Assert.Equal(_isMuted, State.IsMuted);
        Assert.True(_isMuted || !State.IsMutedOnStart);

        // From a breakout room there is always a way back, and only a room of this meeting is entered.
        Assert.True(State.Conference?.Meeting.Breakout is null || State.Main is { Breakout: null });

        // Silence is never more than a few seconds away from something.
        Assert.True(
            State.Phase switch
            {
                EnteringPin => _playing is not null || _timers.ContainsKey(CallTimer.Digit),
                LookingUp => _timers.ContainsKey(CallTimer.LookUp) || _timers.ContainsKey(CallTimer.PinAnswer),
                WaitingForMeeting or Joining => _playing is not null,
                // A conference from which nothing comes is either asked about, or will be.
                Joined { IsSilent: true, Question: var question } =>
                    _joined is not null && ((question is { } open && _openQuestions.Contains(open)) || _timers.ContainsKey(CallTimer.AskAgain)),
                Joined => _joined is not null,
                WaitingForPlace { IsFull: true } => _playing is not null && _timers.ContainsKey(CallTimer.WaitForMeeting),
                WaitingForPlace waiting => _openQuestions.Contains(waiting.Question),
                Reconnecting { Cause: ConferenceLoss.Ended, Question: null } => _playing is not null && _timers.ContainsKey(CallTimer.Reopening),
                Reconnecting { Question: null } => _playing is not null && _timers.ContainsKey(CallTimer.AskAgain),
                Reconnecting => _timers.ContainsKey(CallTimer.Reconnect),
                SayingGoodbye => _playing is not null && _timers.ContainsKey(CallTimer.Goodbye),
                _ => true,
            },
            $"nothing is heard or due in {State.Phase} after {happened}");

        var printed = string.Join('\n', [$"{State}", $"{happened}", .. step.Effects.Select(e => $"{e}")]);
        for (var i = 0; i + 4 <= Keys.Length; i++)
        {
            Assert.DoesNotContain(Keys.Substring(i, 4), printed, StringComparison.Ordinal);
        }
    }
}
