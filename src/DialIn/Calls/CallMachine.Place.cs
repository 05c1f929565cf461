using DialIn.Ivr;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>A meeting that takes only so many callers.</summary>
internal sealed partial class CallMachine
{
    // The place is the call's until its end: whoever is taken along, or comes back, is not counted anew.
    private static void AskForPlace(CallTurn turn, RunningMeeting meeting, bool isAgain, int limit)
    {
        turn.EndConference();
        turn.Stop(CallTimer.ConferenceAnswer, CallTimer.Reconnect, CallTimer.AskAgain);
        turn.Enter(new WaitingForPlace(meeting, isAgain, turn.AskForPlace(meeting, limit), IsFull: false));
    }

    private void OnWaitingForPlace(CallTurn turn, WaitingForPlace waiting, CallEvent happened)
    {
        switch (happened)
        {
            case PlaceTaken taken when taken.Question == waiting.Question:
                OnPlace(turn, waiting);
                break;
            case MeetingFull full when full.Question == waiting.Question:
                turn.Stop(CallTimer.RepeatSentence);
                turn.Say(PromptId.MeetingFull);
                if (!turn.IsRunning(CallTimer.WaitForMeeting))
                {
                    turn.Start(CallTimer.WaitForMeeting, settings.WaitForMeeting);
                }

                turn.Enter(waiting with { IsFull = true });
                break;
            case MeetingChanged { Change: MeetingStarted { Meeting: var meeting } } when !meeting.IsSameConferenceAs(waiting.Meeting):
                Dial(turn, meeting, waiting.IsAgain);
                break;
            case MeetingChanged { Change: MeetingGone { Reason: MeetingGoneReason.Ended } }:
                // Its callers leave and their places become free: of no use any more.
                turn.Stop(CallTimer.WaitForMeeting);
                Ask(turn, waiting.Meeting, ConferenceLoss.Bye);
                break;
            case PlaybackEnded:
                PlayHoldTone(turn);
                break;
            case TimerFired { Timer: CallTimer.RepeatSentence }:
                turn.Say(PromptId.MeetingFull);
                break;
            case TimerFired { Timer: CallTimer.WaitForMeeting }:
                SayGoodbye(turn, CallEndReason.MeetingFull, PromptId.NoPlace);
                break;
        }
    }

    private void OnPlace(CallTurn turn, WaitingForPlace waiting)
    {
        turn.NotePlace();
        turn.Stop(CallTimer.WaitForMeeting);
        if (waiting.IsFull)
        {
            turn.Stop(CallTimer.RepeatSentence);
            turn.Say(PromptId.Connecting);
        }

        if (waiting.IsAgain)
        {
            StartReconnectDeadline(turn);
        }

        Dial(turn, waiting.Meeting, waiting.IsAgain);
    }
}
