using DialIn.Ivr;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>
/// What a call does next: a pure function from state and event to state and effects. It knows no clock, no socket and no
/// store; <c>InboundCall</c> carries its effects out and reports what happens.
/// </summary>
/// <remarks>
/// <code>
///   Ringing ─▶ EnteringPin ◀─▶ LookingUp ─▶ WaitingForMeeting, WaitingForPlace
///                  │               │               │ started
///                  │   (or Proving)└───────┬───────┘
///                  │                       ▼     ┌────── silent, moved
///                  │                    Joining ─▶ Joined
///                  │     not answered │  ▲  ▲         │ BYE, silent
///                  │                  ▼  │  └──────┐  ▼
///                  │               Reconnecting ◀─────┘
///                  ▼                       ▼
///              SayingGoodbye ◀── from every phase that the caller hears
///                  ▼
///                Ended       ◀── from every phase, when the caller hangs up
/// </code>
/// Immutable; shared by nobody, but it could be. A call ends in one place, <see cref="Finish"/>, with one
/// <see cref="CallEnd"/>, and before a goodbye there is always a sentence that says why.
/// </remarks>
internal sealed partial class CallMachine(CallSettings settings)
{
    private readonly PinEntry _pinEntry = new(settings.PinEntry);

    /// <summary>The first step of a call that may come in: ring, and answer at once or when it has rung for long enough.</summary>
    public CallStep Start()
    {
        var turn = new CallTurn(new CallState { Phase = new Ringing(), Language = settings.PinEntry.Languages[0] });
        turn.Do(new RingTrunk());
        if (settings.RingFor > TimeSpan.Zero)
        {
            turn.Start(CallTimer.Answer, settings.RingFor);
        }
        else
        {
            turn.Do(new AnswerTrunk());
        }

        turn.Start(CallTimer.MaxDuration, settings.MaxDuration);
        return turn.ToStep();
    }

    /// <summary>One step. An event that comes too late, or does not fit the phase, changes nothing.</summary>
    public CallStep Next(CallState state, CallEvent happened)
    {
        var turn = new CallTurn(state);
        if (state.Phase is not Ended && IsCurrent(turn, happened))
        {
            OnEvent(turn, happened);
        }

        return turn.ToStep();
    }

    // Races end here: a timer that was stopped while it fired, a playback that was replaced, a leg that was given up.
    private static bool IsCurrent(CallTurn turn, CallEvent happened) => happened switch
    {
        TimerFired fired => turn.TakeFired(fired),
        PlaybackEnded ended => turn.TakeEnded(ended.Playback),
        ConferenceAnswered answered => turn.State.Conference?.Number == answered.Leg,
        ConferenceEnded ended => turn.State.Conference?.Number == ended.Leg,
        TrunkCodecChanged changed => turn.State.Codecs.AskedOfTrunk == changed.Codec,
        ConferenceCodecChanged changed => turn.State.Conference?.Number == changed.Leg,
        ConferenceSilent silent => turn.State.Conference?.Number == silent.Leg,
        ConferenceAudible audible => turn.State.Conference?.Number == audible.Leg,
        FaxHeard => turn.State.ListensForFax,
        _ => true,
    };

    private void OnEvent(CallTurn turn, CallEvent happened)
    {
        switch (happened)
        {
            case TrunkEnded ended:
                Finish(turn, turn.State.Phase is SayingGoodbye settled ? settled.End : EndOf(turn, ended.Cause), isTrunkUp: false);
                break;
            case TrunkOfferReceived offer:
                OnTrunkOffer(turn, offer);
                break;
            case TrunkOfferWithdrawn:
                OnTrunkOfferWithdrawn(turn);
                break;
            case TimerFired { Timer: CallTimer.WaitingOffer }:
                // The conference has not said yet whether it follows; until it does the relay transcodes.
                turn.AnswerWaitingOffer();
                break;
            case TrunkCodecAgreed agreed:
                OnTrunkCodecAgreed(turn, agreed);
                break;
            case TrunkCodecChanged changed:
                OnTrunkCodecChanged(turn, changed);
                break;
            case ConferenceCodecChanged changed:
                OnConferenceCodecChanged(turn, changed);
                break;
            case var _ when turn.State.Phase is SayingGoodbye goodbye:
                OnSayingGoodbye(turn, goodbye, happened);
                break;
            case MeetingChanged { Change: BreakoutsChanged changed }:
                OnBreakouts(turn, changed);
                OnPhase(turn, happened);
                break;
            case TrunkSilent:
                // The sentence is for a way that is broken in one direction alone.
                SayGoodbye(turn, CallEndReason.TrunkSilent);
                break;
            case TimerFired { Timer: CallTimer.MaxDuration }:
                SayGoodbye(turn, CallEndReason.LongestCall, PromptId.LongestCall);
                break;
            case DrainDeadlineReached:
                SayGoodbye(turn, CallEndReason.Draining, PromptId.ServicePause);
                break;
            case Faulted:
                SayGoodbye(turn, CallEndReason.Fault, PromptId.Fault);
                break;
            case QuestionFailed failed when turn.State.Phase is Joined { Wanted: { } wanted } joined && wanted.Question == failed.Question:
                OnRoomAnswer(turn, joined with { Wanted = null }, wanted.Number);
                break;
            case QuestionFailed failed when turn.State.Phase is LookingUp { Question: var q } && q == failed.Question
                || turn.State.Phase is Joined { Question: var r } && r == failed.Question
                || turn.State.Phase is Reconnecting { Question: var s } && s == failed.Question:
                SayGoodbye(turn, CallEndReason.Fault, PromptId.Fault);
                break;
            default:
                OnPhase(turn, happened);
                break;
        }
    }

    private void OnPhase(CallTurn turn, CallEvent happened)
    {
        switch (turn.State.Phase)
        {
            case Ringing:
                OnRinging(turn, happened);
                break;
            case EnteringPin entering:
                OnEnteringPin(turn, entering, happened);
                break;
            case LookingUp looking:
                OnLookingUp(turn, looking, happened);
                break;
            case WaitingForMeeting:
                OnWaitingForMeeting(turn, happened);
                break;
            case WaitingForPlace waiting:
                OnWaitingForPlace(turn, waiting, happened);
                break;
            case Proving:
                OnProving(turn, happened);
                break;
            case Joining joining:
                OnJoining(turn, joining, happened);
                break;
            case Joined joined:
                OnJoined(turn, joined, happened);
                break;
            case Reconnecting reconnecting:
                OnReconnecting(turn, reconnecting, happened);
                break;
        }
    }

    private void OnRinging(CallTurn turn, CallEvent happened)
    {
        switch (happened)
        {
            case TimerFired { Timer: CallTimer.Answer }:
                turn.Do(new AnswerTrunk());
                break;
            case TrunkConfirmed or TrunkMediaStarted:
                Greet(turn);
                break;
            case DigitReceived:
                Greet(turn);
                OnPhase(turn, happened);
                break;
            case AnswerFailed failed:
                var end = CallEnd.For(failed.Reason);
                turn.Do(new RejectTrunk(end));
                Finish(turn, end, isTrunkUp: false);
                break;
        }
    }
}
