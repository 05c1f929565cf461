using DialIn.Calls;
using DialIn.Media.Codecs;
using DialIn.Meetings;
using DialIn.Tests.Ivr;

namespace DialIn.Tests.Calls;

/// <summary>A conversation with the machine of one call: events in, effects out as lines. No clock: timers fire when told to.</summary>
internal sealed class CallScript
{
    public const string Pin = "739154826";
    public const string Room = "room-1";

    /// <summary>What the caller speaks.</summary>
    public static readonly AudioCodec Codec = AudioCodec.G722;

    private readonly CallMachine _machine;

    public CallScript(Func<CallSettings, CallSettings>? change = null, params string[] languages)
    {
        var settings = CallSettings.For(new CallsOptions(), languages.Length == 0 ? ["de", "en"] : languages, Pin.Length);
        _machine = new CallMachine(change?.Invoke(settings) ?? settings);
        Take(_machine.Start());
        First = Last;
    }

    public CallState State { get; private set; } = null!;

    /// <summary>The lines of the first step, and of the last one.</summary>
    public string[] First { get; }

    public string[] Last { get; private set; } = [];

    /// <summary>Number of the question that was asked last.</summary>
    public int Question { get; private set; }

    public CallEnd? End => State.Phase is Ended ended ? ended.End : null;

    public static RunningMeeting Meeting(string server = "bbb1", string voiceBridge = "71001", int instance = 1) =>
        new(Room, $"internal-{server}-{instance}", server, voiceBridge, DateTimeOffset.UnixEpoch.AddMinutes(instance), AudioBridge: null);

    /// <summary>A breakout room of <see cref="Meeting"/>.</summary>
    public static RunningMeeting BreakoutOf(int sequence, bool freeJoin = true) =>
        new($"breakout-{sequence}", $"internal-breakout-{sequence}", "bbb1", $"71001{sequence}", DateTimeOffset.UnixEpoch.AddMinutes(5), AudioBridge: null)
        {
            Breakout = new BreakoutRoom(Meeting().InternalId, sequence, freeJoin),
        };

    /// <summary>A call whose caller has been greeted and typed nothing yet.</summary>
    public static CallScript Greeted(Func<CallSettings, CallSettings>? change = null)
    {
        var call = new CallScript(change);
        call.Send(new TrunkCodecAgreed(Codec, [AudioCodec.Pcma, Codec]));
        call.Send(new TrunkConfirmed());
        return call;
    }

    /// <summary>A call whose PIN is being looked up.</summary>
    public static CallScript LookingUp(Func<CallSettings, CallSettings>? change = null)
    {
        var call = Greeted(change);
        call.Press(Pin);
        return call;
    }

    /// <summary>A caller who waits: the sentence has been spoken, the tone sounds.</summary>
    public static CallScript Waiting(Func<CallSettings, CallSettings>? change = null)
    {
        var call = LookingUp(change);
        call.Find(running: null);
        call.EndPlayback();
        return call;
    }

    /// <summary>A call whose conference has been dialled.</summary>
    public static CallScript Joining(Func<CallSettings, CallSettings>? change = null, RunningMeeting? meeting = null)
    {
        var call = LookingUp(change);
        call.Find(meeting ?? Meeting());
        return call;
    }

    /// <summary>A caller in the meeting, whose keys are commands.</summary>
    public static CallScript Joined(Func<CallSettings, CallSettings>? change = null, char? muteKey = null)
    {
        var call = Joining(change);
        call.Answer(muteKey);
        call.Send(new ConferenceAudible(call.State.Conference!.Number));
        call.EndPlayback();
        call.Fire(CallTimer.ConferenceKeys);
        return call;
    }

    public string[] Send(CallEvent happened)
    {
        Take(_machine.Next(State, happened));
        return Last;
    }

    public string[] Press(string keys) => [.. keys.SelectMany(key => Send(new DigitReceived(PinEntryScript.Key(key))))];

    /// <summary>The PIN leads to the room, and the caller is told when it is time.</summary>
    public string[] Find(RunningMeeting? running)
    {
        var answer = Send(new PinFound(Question, Room, running));
        return State.Timers.Any(t => t.Timer == CallTimer.PinAnswer) ? [.. answer, .. Fire(CallTimer.PinAnswer)] : answer;
    }

    public string[] EndPlayback() => Send(new PlaybackEnded(State.Playing?.Number ?? 0));

    public string[] Answer(char? muteKey = null) =>
        Send(new ConferenceAnswered(State.Conference!.Number, muteKey is { } key ? PinEntryScript.Key(key) : null));

    public string[] EndConference(LegEndCause cause, int? status = null, string? reason = null) =>
        Send(new ConferenceEnded(State.Conference!.Number, cause, status, ReleaseCause.Read(reason)));

    public string[] FallSilent() => Send(new ConferenceSilent(State.Conference!.Number));

    public string[] Start(RunningMeeting meeting) => Send(new MeetingChanged(new MeetingStarted(meeting)));

    public string[] Gone(MeetingGoneReason reason) => Send(new MeetingChanged(new MeetingGone(reason)));

    public string[] Rooms(params RunningMeeting[] rooms) => Send(new MeetingChanged(new BreakoutsChanged(rooms)));

    /// <summary>The directory answers; a meeting that it does not have was to end, unless it is said that nobody knows.</summary>
    public string[] DirectorySays(RunningMeeting? running, bool serverAnswers = true, bool isOver = true) =>
        Send(new DirectoryAnswered(Question, running, serverAnswers, isOver));

    /// <summary>Fires a timer that runs.</summary>
    public string[] Fire(CallTimer timer) => Send(new TimerFired(timer, State.Timers.Single(t => t.Timer == timer).Generation));

    private void Take(CallStep step)
    {
        State = step.State;
        Last = CallLines.Of(step.Effects);
        Question = step.Effects.Select(e => e switch { LookUpPin l => l.Question, RefreshDirectory r => r.Question, TakePlace s => s.Question, _ => 0 }).Append(Question).Max();
    }
}
