using DialIn.Ivr;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>From the right PIN into the conference.</summary>
internal sealed partial class CallMachine
{
    private void OnPinFound(CallTurn turn, PinFound found)
    {
        if (found.IsProof)
        {
            BeginToneCheck(turn);
            return;
        }

        turn.ListenForTones(false);
        if (found.Running is { } meeting)
        {
            turn.Say(PromptId.Connecting);
            Dial(turn, meeting, isAgain: false);
        }
        else if (found.Lost is { } lost)
        {
            // It has started, but its server does not answer: that is another sentence than "not started".
            turn.Say(PromptId.OneMoment);
            StartReconnectDeadline(turn);
            turn.Enter(new Reconnecting(lost, ConferenceLoss.Silence, turn.AskDirectory(lost), Answers: 0, HasSaidSo: true));
        }
        else
        {
            turn.Say(PromptId.MeetingNotStarted);
            turn.Start(CallTimer.WaitForMeeting, settings.WaitForMeeting);
            turn.Enter(new WaitingForMeeting());
        }

        turn.Watch(found.MeetingId);
    }

    private void OnWaitingForMeeting(CallTurn turn, CallEvent happened)
    {
        switch (happened)
        {
            case MeetingChanged { Change: MeetingStarted started }:
                turn.Stop(CallTimer.WaitForMeeting, CallTimer.RepeatSentence);
                turn.Say(PromptId.Connecting);
                Dial(turn, started.Meeting, isAgain: false);
                break;
            case PlaybackEnded:
                PlayHoldTone(turn);
                break;
            case TimerFired { Timer: CallTimer.RepeatSentence }:
                turn.Say(PromptId.MeetingNotStarted);
                break;
            case TimerFired { Timer: CallTimer.WaitForMeeting }:
                SayGoodbye(turn, CallEndReason.MeetingNotStarted, PromptId.MeetingDidNotStart);
                break;
        }
    }

    private void OnJoining(CallTurn turn, Joining joining, CallEvent happened)
    {
        var leg = turn.State.Conference!;
        switch (happened)
        {
            case ConferenceAnswered answered:
                Join(turn, leg with { MuteKey = answered.MuteKey });
                break;
            case ConferenceEnded ended when TryOfferAnother(turn, leg, joining, ended):
                break;
            case ConferenceEnded ended:
                turn.Stop(CallTimer.ConferenceAnswer);
                turn.ForgetConference();
                OnNotTaken(turn, leg.Meeting, joining, IsRefusal(ended) ? ConferenceLoss.Refused : ConferenceLoss.Silence);
                break;
            case TimerFired { Timer: CallTimer.ConferenceAnswer }:
                turn.EndConference();
                OnNotTaken(turn, leg.Meeting, joining, ConferenceLoss.Silence);
                break;
            case MeetingChanged { Change: MeetingStarted started } when IsAnotherMeeting(turn, leg, started.Meeting):
                Dial(turn, started.Meeting, joining.IsAgain);
                break;
            case MeetingChanged { Change: MeetingStarted }:
                turn.Stop(CallTimer.AskAgain);
                break;
            case MeetingChanged { Change: MeetingGone { Reason: MeetingGoneReason.Ended } }:
            case TimerFired { Timer: CallTimer.AskAgain }:
                // FreeSWITCH opens a conference for whoever calls: once in it, the caller would wait there alone.
                turn.Start(CallTimer.AskAgain, settings.ByeWithin);
                break;
            case PlaybackEnded:
                PlayHoldTone(turn);
                break;
            case TimerFired { Timer: CallTimer.RepeatSentence }:
                turn.Say(PromptId.OneMoment);
                break;
            case TimerFired { Timer: CallTimer.Reconnect }:
                GiveUpOn(turn, leg.Meeting);
                break;
        }
    }

    // Of the meeting of the PIN it is said where it runs now; that of a breakout room the caller is in has another id.
    private static bool IsAnotherMeeting(CallTurn turn, ConferenceLeg leg, RunningMeeting meeting) =>
        !meeting.IsSameConferenceAs(turn.IsRoom(leg.Meeting) && turn.State.Main is { } main ? main : leg.Meeting);

    private void Dial(CallTurn turn, RunningMeeting meeting, bool isAgain)
    {
        if (!turn.State.HasPlace && !turn.IsRoom(meeting) && (meeting.MaxCallers ?? settings.MaxCallers) is { } limit)
        {
            AskForPlace(turn, meeting, isAgain, limit);
            return;
        }

        turn.Dial(meeting, ToOffer(turn, meeting));
        turn.Start(CallTimer.ConferenceAnswer, settings.ConferenceAnswerWithin);
        turn.Enter(new Joining(isAgain));
    }

    private void Join(CallTurn turn, ConferenceLeg leg)
    {
        turn.Stop(CallTimer.ConferenceAnswer, CallTimer.RepeatSentence);
        // A sentence is spoken to its end over the first words of the meeting; the tone has no end.
        if (turn.State.Playing is { Loop: true })
        {
            turn.Hush();
        }

        var isMutedOnStart = leg.Meeting.MuteOnStart == true && turn.State.MutedOnStartIn != leg.Meeting.InternalId;
        if (isMutedOnStart)
        {
            turn.MuteOnStart(leg.Meeting);
        }

        turn.Join(leg);
        turn.Start(CallTimer.ConferenceKeys, settings.ConferenceKeysAfter);
        turn.Enter(new Joined(Question: null, IsSilent: false, AreKeysOpen: false));
        Align(turn);
        if (turn.State.IsMuted)
        {
            // Or from before a reconnect, and so long ago that it may be forgotten.
            turn.Say(isMutedOnStart ? PromptId.MutedOnStart : PromptId.Muted);
        }

        StartTellingRooms(turn, leg);
    }

    // Whoever waits hears the tone, and the sentence again now and then: a line on which nothing happens is a dead line.
    private void PlayHoldTone(CallTurn turn)
    {
        turn.PlayHoldTone();
        turn.Start(CallTimer.RepeatSentence, settings.RepeatSentenceEvery);
    }

    // These statuses say that the server has trouble, or that nobody is there yet, not that it does not want the call.
    private static bool IsRefusal(ConferenceEnded ended) =>
        ended.Cause == LegEndCause.Rejected && ended.Status is not (408 or 500 or 502 or 503 or 504) && ended.Release is not { IsAbsence: true };
}
