using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>One step of a call in the making: keeps the state and the list of effects in agreement. Lives for one step only.</summary>
internal sealed class CallTurn(CallState state)
{
    private readonly List<CallEffect> _effects = [];

    /// <summary>The state so far.</summary>
    public CallState State { get; private set; } = state;

    /// <summary>The finished step.</summary>
    public CallStep ToStep() => new(State, _effects);

    /// <summary>Goes to a phase.</summary>
    public void Enter(CallPhase phase) => State = State with { Phase = phase };

    /// <summary>Adds an effect that leaves no trace in the state.</summary>
    public void Do(CallEffect effect) => _effects.Add(effect);

    /// <summary>Changes the language.</summary>
    public void Speak(string language) => State = State with { Language = language };

    /// <summary>Notes whether the caller has put us on hold.</summary>
    public void Hold(bool isOnHold) => State = State with { IsOnHold = isOnHold };

    /// <summary>Keeps the caller's voice from the conference, or lets it through again.</summary>
    public void Mute(bool isMuted)
    {
        State = State with { IsMuted = isMuted, IsMutedOnStart = false };
        Do(new MuteCaller(isMuted));
    }

    /// <summary>Begins or ends to hear tones as keys; nothing if that is so already.</summary>
    public void ListenForTones(bool isOn)
    {
        if (State.ListensForTones != isOn)
        {
            State = State with { ListensForTones = isOn };
            Do(new ListenForTones(isOn));
        }
    }

    /// <summary>Begins or ends to hear whether a fax machine calls; nothing if that is so already.</summary>
    public void ListenForFax(bool isOn)
    {
        if (State.ListensForFax != isOn)
        {
            State = State with { ListensForFax = isOn };
            Do(new ListenForFax(isOn));
        }
    }

    /// <summary>Notes that the caller has pressed the server's mute key.</summary>
    public void NoteMuteKey(ConferenceLeg leg) => State = State with { Conference = leg with { WasMuteKeyPressed = !leg.WasMuteKeyPressed } };

    /// <summary>Plays prompts in the caller's language. Keys do not cut them off.</summary>
    public void Say(params IReadOnlyList<PromptId> prompts) => Play([.. prompts.Select(id => new Prompt(id, State.Language))], loop: false, interruptible: false);

    /// <summary>Plays the hold tone until something else is played.</summary>
    public void PlayHoldTone() => Play([new Prompt(PromptId.HoldTone, State.Language)], loop: true, interruptible: false);

    /// <summary>Plays prompts that a key cuts off.</summary>
    public void Ask(IReadOnlyList<Prompt> prompts) => Play(prompts, loop: false, interruptible: true);

    /// <summary>Stops what is playing, if anything is.</summary>
    public void Hush()
    {
        if (State.Playing is not null)
        {
            State = State with { Playing = null };
            Do(new StopPlaying());
        }
    }

    /// <summary>Whether it is the current playback that has ended; if so, nothing is playing any more.</summary>
    public bool TakeEnded(int playback)
    {
        if (State.Playing?.Number != playback)
        {
            return false;
        }

        State = State with { Playing = null };
        return true;
    }

    /// <summary>A number for a playback, a question or a leg.</summary>
    public int NextNumber()
    {
        State = State with { LastNumber = State.LastNumber + 1 };
        return State.LastNumber;
    }

    /// <summary>Starts a timer, anew if it runs.</summary>
    public void Start(CallTimer timer, TimeSpan due)
    {
        var generation = NextNumber();
        State = State with { Timers = [.. State.Timers.Where(t => t.Timer != timer), new PendingTimer(timer, generation)] };
        Do(new SetTimer(timer, due, generation));
    }

    /// <summary>Stops timers, those of them that run.</summary>
    public void Stop(params IReadOnlyList<CallTimer> timers)
    {
        foreach (var timer in timers.Where(IsRunning))
        {
            State = State with { Timers = [.. State.Timers.Where(t => t.Timer != timer)] };
            Do(new CancelTimer(timer));
        }
    }

    /// <summary>Stops every timer.</summary>
    public void StopAll() => Stop([.. State.Timers.Select(static t => t.Timer)]);

    /// <summary>Whether a timer runs.</summary>
    public bool IsRunning(CallTimer timer) => State.Timers.Any(t => t.Timer == timer);

    /// <summary>Whether a timer that fired is one that runs; if so, it does not any more.</summary>
    public bool TakeFired(TimerFired fired)
    {
        var pending = new PendingTimer(fired.Timer, fired.Generation);
        if (!State.Timers.Contains(pending))
        {
            return false;
        }

        State = State with { Timers = [.. State.Timers.Where(t => t != pending)] };
        return true;
    }

    /// <summary>Watches a meeting from now on.</summary>
    public void Watch(string meetingId)
    {
        State = State with { WatchedMeetingId = meetingId };
        Do(new WatchMeeting(meetingId));
    }

    /// <summary>Watches nothing any more.</summary>
    public void StopWatching()
    {
        if (State.WatchedMeetingId is not null)
        {
            State = State with { WatchedMeetingId = null };
            Do(new StopWatching());
        }
    }

    /// <summary>Asks the directory afresh.</summary>
    /// <param name="lost">The conference in doubt.</param>
    /// <returns>The question's number.</returns>
    public int AskDirectory(RunningMeeting lost)
    {
        var question = NextNumber();
        Do(new RefreshDirectory(question, lost));
        return question;
    }

    /// <summary>Whether a meeting is another one than that of the PIN: a breakout room.</summary>
    public bool IsRoom(RunningMeeting meeting) => State.WatchedMeetingId is { } watched && watched != meeting.MeetingId;

    /// <summary>Notes which breakout rooms there are.</summary>
    public void KnowRooms(IReadOnlyList<RunningMeeting> rooms) => State = State with { Rooms = rooms, KnowsRooms = State.KnowsRooms && rooms.Count > 0 };

    /// <summary>Notes that the caller knows of the breakout rooms.</summary>
    public void NoteRoomsTold() => State = State with { KnowsRooms = true };

    /// <summary>Asks for a place in a meeting.</summary>
    /// <returns>The question's number.</returns>
    public int AskForPlace(RunningMeeting meeting, int limit)
    {
        var question = NextNumber();
        Do(new TakePlace(question, meeting.MeetingId, limit));
        return question;
    }

    /// <summary>Notes that the call has its place.</summary>
    public void NotePlace() => State = State with { HasPlace = true };

    /// <summary>Mutes the caller as whoever comes into this meeting for the first time.</summary>
    public void MuteOnStart(RunningMeeting meeting)
    {
        Mute(true);
        State = State with { MutedOnStartIn = meeting.InternalId, IsMutedOnStart = true };
    }

    /// <summary>Dials a conference.</summary>
    public void Dial(RunningMeeting meeting, AudioCodec codec)
    {
        EndConference();
        var leg = NextNumber();
        State = State with { Main = IsRoom(meeting) ? State.Main : meeting };
        State = State with { Conference = new ConferenceLeg(leg, meeting, codec, IsJoined: false) };
        Do(new DialConference(leg, meeting, codec));
    }

    /// <summary>Relays between the caller and the conference that has answered.</summary>
    public void Join(ConferenceLeg leg)
    {
        State = State with { Conference = leg with { IsJoined = true }, WasInMeeting = true };
        Do(new JoinMedia(leg.Number));
    }

    /// <summary>Notes what the two sides speak.</summary>
    public void Know(CallCodecs codecs) => State = State with { Codecs = codecs };

    /// <summary>Notes what has become of the conference leg.</summary>
    public void Know(ConferenceLeg leg) => State = State with { Conference = leg };

    /// <summary>Asks the conference for another codec.</summary>
    public void AskConference(ConferenceLeg leg, AudioCodec codec)
    {
        Know(State.Codecs with { AskedOfConference = codec });
        Do(new ChangeConferenceCodec(leg.Number, codec));
    }

    /// <summary>Asks the caller's side for another codec.</summary>
    public void AskTrunk(AudioCodec codec)
    {
        Know(State.Codecs with { AskedOfTrunk = codec });
        Do(new OfferTrunkCodec(codec));
    }

    /// <summary>Has the caller's offer wait until the conference speaks its codec.</summary>
    public void AwaitCodec(ConferenceLeg leg, AudioCodec codec, bool wasOnHold, TimeSpan within)
    {
        State = State with { Offer = new WaitingOffer(codec, wasOnHold) };
        Start(CallTimer.WaitingOffer, within);
        AskConference(leg, codec);
    }

    /// <summary>Answers an offer of the caller's side.</summary>
    /// <param name="codec">The codec that it changes to; <see langword="null"/> if it keeps its own.</param>
    public void AnswerOffer(AudioCodec? codec)
    {
        Know(codec is null ? State.Codecs : State.Codecs.WithTrunk(codec));
        Do(new AnswerTrunkOffer());
    }

    /// <summary>Answers the caller's offer that waits, if one does.</summary>
    public void AnswerWaitingOffer()
    {
        if (State.Offer is { } offer)
        {
            State = State with { Offer = null };
            Stop(CallTimer.WaitingOffer);
            AnswerOffer(offer.Codec);
        }
    }

    /// <summary>The caller's offer that waits, if one does, is withdrawn.</summary>
    public void ForgetWaitingOffer()
    {
        if (State.Offer is { } offer)
        {
            State = State with { Offer = null, IsOnHold = offer.WasOnHold };
            Stop(CallTimer.WaitingOffer);
        }
    }

    /// <summary>Ends the conference leg, whatever state it is in.</summary>
    public void EndConference()
    {
        if (State.Conference is { } leg)
        {
            ForgetConference();
            Do(new EndConferenceLeg(leg.Number));
        }
    }

    /// <summary>Takes note that the conference leg is over.</summary>
    public void ForgetConference()
    {
        if (State.Conference is { IsJoined: true } leg)
        {
            Do(new PartMedia());
            if (leg.WasMuteKeyPressed && !State.IsMuted)
            {
                // The next conference knows nothing of it: whoever may have been muted must not be heard there unasked.
                Mute(true);
            }
        }

        State = State with { Conference = null, Codecs = State.Codecs with { AskedOfConference = null } };

        // Nobody is left whose codec would have to be the same; the next leg is dialled with the new one.
        AnswerWaitingOffer();
    }

    private void Play(IReadOnlyList<Prompt> prompts, bool loop, bool interruptible)
    {
        var playback = NextNumber();
        State = State with { Playing = new CurrentPlayback(playback, loop) };
        Do(new Play(playback, prompts, loop, interruptible));
    }
}
