using DialIn.Ivr;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>
/// After a conference was lost: the directory is asked afresh, and says whether the meeting has ended, goes on elsewhere,
/// goes on without this caller, or cannot be reached for now. From a breakout room that is lost for good the way leads to the meeting.
/// </summary>
internal sealed partial class CallMachine
{
    private void OnReconnecting(CallTurn turn, Reconnecting reconnecting, CallEvent happened)
    {
        switch (happened)
        {
            case DirectoryAnswered answer when answer.Question == reconnecting.Question:
                OnAnswer(turn, reconnecting with { Question = null }, answer);
                break;
            case TimerFired { Timer: CallTimer.AskAgain }:
                turn.Enter(reconnecting with { Question = turn.AskDirectory(reconnecting.Lost) });
                break;
            case MeetingChanged { Change: MeetingStarted { Meeting: var meeting } } when IsWayBack(reconnecting, meeting):
                DialAgain(turn, reconnecting, meeting);
                break;
            case PlaybackEnded:
                PlayHoldTone(turn);
                break;
            case TimerFired { Timer: CallTimer.RepeatSentence }:
                turn.Say(reconnecting.Cause == ConferenceLoss.Ended ? PromptId.MeetingMayReopen : PromptId.OneMoment);
                break;
            case TimerFired { Timer: CallTimer.Reopening }:
                SayGoodbye(turn, CallEndReason.MeetingEnded, PromptId.MeetingEnded);
                break;
            case TimerFired { Timer: CallTimer.Reconnect }:
                GiveUpOn(turn, reconnecting.Lost);
                break;
        }
    }

    // The conference ended, or was found to be lost, after the caller had been in it.
    private void Ask(CallTurn turn, RunningMeeting lost, ConferenceLoss cause)
    {
        StartReconnectDeadline(turn);
        turn.Enter(new Reconnecting(lost, cause, turn.AskDirectory(lost), Answers: 0, HasSaidSo: false));
    }

    // A conference that was dialled did not take the call.
    private void OnNotTaken(CallTurn turn, RunningMeeting lost, Joining joining, ConferenceLoss cause)
    {
        if (cause == ConferenceLoss.Refused)
        {
            StartReconnectDeadline(turn);
            turn.Enter(new Reconnecting(lost, cause, turn.AskDirectory(lost), Answers: 0, joining.IsAgain));
        }
        else
        {
            AskLater(turn, new Reconnecting(lost, cause, Question: null, Answers: 0, joining.IsAgain));
        }
    }

    private void OnAnswer(CallTurn turn, Reconnecting reconnecting, DirectoryAnswered answer)
    {
        reconnecting = reconnecting with { Answers = reconnecting.Answers + 1 };
        switch (answer.Running)
        {
            case null when answer.ServerAnswers:
                OnEnded(turn, reconnecting, answer.IsOver);
                break;
            case null:
                AskLater(turn, reconnecting with { Cause = ConferenceLoss.Silence });
                break;
            case { } meeting when !meeting.IsSameConferenceAs(reconnecting.Lost) || reconnecting.Cause == ConferenceLoss.Silence:
                DialAgain(turn, reconnecting, meeting);
                break;
            case not null when turn.IsRoom(reconnecting.Lost) && (reconnecting.Cause == ConferenceLoss.Refused || reconnecting.Answers > 1):
                ReturnToMain(turn, PromptId.BackToMeeting);
                break;
            case not null when reconnecting.Cause == ConferenceLoss.Refused:
                SayGoodbye(turn, CallEndReason.ConferenceRefused, PromptId.NotReachable);
                break;
            case not null when reconnecting.Answers == 1:
                // BBB ends a conference an instant before the meeting: only the second answer tells an end from a removal.
                turn.PlayHoldTone();
                turn.Start(CallTimer.AskAgain, settings.AskAgainAfterBye);
                turn.Enter(reconnecting);
                break;
            default:
                SayGoodbye(turn, CallEndReason.RemovedFromMeeting, PromptId.ConnectionEnded);
                break;
        }
    }

    // Servers do not say whether somebody wanted the end. Whoever knows hangs up; all others are taken along if it was a mistake.
    private void OnEnded(CallTurn turn, Reconnecting reconnecting, bool isOver)
    {
        if (turn.IsRoom(reconnecting.Lost))
        {
            ReturnToMain(turn, PromptId.RoomClosed);
        }
        else if (isOver || settings.WaitAfterEnd == TimeSpan.Zero)
        {
            SayGoodbye(turn, CallEndReason.MeetingEnded, PromptId.MeetingEnded);
        }
        else
        {
            turn.Stop(CallTimer.Reconnect, CallTimer.AskAgain, CallTimer.RepeatSentence);
            turn.Start(CallTimer.Reopening, settings.WaitAfterEnd);
            turn.Say(PromptId.MeetingMayReopen);
            turn.Enter(reconnecting with { Cause = ConferenceLoss.Ended, Question = null, HasSaidSo = true });
        }
    }

    private void GiveUpOn(CallTurn turn, RunningMeeting lost)
    {
        if (turn.IsRoom(lost))
        {
            ReturnToMain(turn, PromptId.BackToMeeting);
        }
        else
        {
            SayGoodbye(turn, CallEndReason.ConferenceUnreachable, PromptId.NotReachable);
        }
    }

    // Another conference than the lost one always is; the lost one only if nobody can be reached there and it comes back.
    private static bool IsWayBack(Reconnecting reconnecting, RunningMeeting meeting) =>
        !meeting.IsSameConferenceAs(reconnecting.Lost)
        || reconnecting is { Cause: ConferenceLoss.Silence or ConferenceLoss.Ended, Question: null, Answers: > 0 };

    private void AskLater(CallTurn turn, Reconnecting reconnecting)
    {
        StartReconnectDeadline(turn);
        AskForPatience(turn, reconnecting);
        turn.Start(CallTimer.AskAgain, settings.AskAgainAfterLoss);
        turn.Enter(reconnecting with { HasSaidSo = true });
    }

    private void DialAgain(CallTurn turn, Reconnecting reconnecting, RunningMeeting meeting)
    {
        turn.Stop(CallTimer.AskAgain, CallTimer.Reopening);
        StartReconnectDeadline(turn);
        AskForPatience(turn, reconnecting);
        Dial(turn, meeting, isAgain: true);
    }

    private static void AskForPatience(CallTurn turn, Reconnecting reconnecting)
    {
        if (!reconnecting.HasSaidSo || reconnecting.Cause == ConferenceLoss.Ended)
        {
            turn.Stop(CallTimer.RepeatSentence);
            turn.Say(PromptId.OneMoment);
        }
    }

    // It runs from the first loss until sound comes from a conference again, however many tries that takes.
    private void StartReconnectDeadline(CallTurn turn)
    {
        if (!turn.IsRunning(CallTimer.Reconnect))
        {
            turn.Start(CallTimer.Reconnect, settings.ReconnectFor);
        }
    }
}
