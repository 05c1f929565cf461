using DialIn.Ivr;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>In the conference: until it ends, moves, or falls silent.</summary>
internal sealed partial class CallMachine
{
    private void OnJoined(CallTurn turn, Joined joined, CallEvent happened)
    {
        var leg = turn.State.Conference!;
        switch (happened)
        {
            case DigitReceived digit:
                OnKeyInConference(turn, joined, leg, digit.Key);
                break;
            case TimerFired { Timer: CallTimer.ConferenceKeys }:
                turn.Enter(joined with { AreKeysOpen = true });
                break;
            case TimerFired { Timer: CallTimer.CommandKey }:
                OnPauseInKeys(turn, joined, leg);
                break;
            case TimerFired { Timer: CallTimer.TellRooms }:
                TellRooms(turn, leg);
                break;
            case ConferenceEnded ended:
                StopConferenceTimers(turn);
                turn.ForgetConference();
                Ask(turn, leg.Meeting, IsWanted(ended) ? ConferenceLoss.Bye : ConferenceLoss.Silence);
                break;
            case ConferenceSilent:
                turn.Enter(joined with { IsSilent = true, Question = turn.AskDirectory(leg.Meeting) });
                break;
            case ConferenceAudible:
                turn.Stop(CallTimer.Reconnect);
                turn.Enter(joined with { IsSilent = false });
                break;
            case MeetingChanged { Change: var change }:
                OnChangeWhileJoined(turn, leg, change);
                break;
            case TimerFired { Timer: CallTimer.AskAgain }:
                turn.Enter(joined with { Question = turn.AskDirectory(leg.Meeting) });
                break;
            case DirectoryAnswered answer when joined.Wanted is { } wanted && answer.Question == wanted.Question:
                OnRoomAnswer(turn, joined with { Wanted = null }, wanted.Number);
                break;
            case DirectoryAnswered answer when answer.Question == joined.Question:
                OnAnswerWhileJoined(turn, joined with { Question = null }, leg, answer);
                break;
            case TimerFired { Timer: CallTimer.Reconnect }:
                // Taken in again, but in all this time not a sound came from there.
                GiveUpOn(turn, leg.Meeting);
                break;
        }
    }

    // A server that is restarted says goodbye to everybody, and nobody wanted the caller out.
    private static bool IsWanted(ConferenceEnded ended) => ended is { Cause: LegEndCause.RemoteBye, Release: not { IsFailure: true } };

    private void OnChangeWhileJoined(CallTurn turn, ConferenceLeg leg, MeetingChange change)
    {
        switch (change)
        {
            case MeetingStarted { Meeting: var meeting } when IsAnotherMeeting(turn, leg, meeting):
                Move(turn, meeting);
                break;
            case MeetingStarted when !turn.IsRoom(leg.Meeting):
                turn.Stop(CallTimer.AskAgain);
                break;
            case BreakoutsChanged when turn.IsRoom(leg.Meeting) && !turn.State.Rooms.Any(leg.Meeting.IsSameConferenceAs):
            case MeetingGone { Reason: MeetingGoneReason.Ended }:
                // The conference has the last word; only if it says nothing the directory is believed.
                turn.Start(CallTimer.AskAgain, settings.ByeWithin);
                break;
        }
    }

    private void OnAnswerWhileJoined(CallTurn turn, Joined joined, ConferenceLeg leg, DirectoryAnswered answer)
    {
        turn.Enter(joined);
        if (joined.IsSilent)
        {
            LeaveConference(turn);
            OnAnswer(turn, new Reconnecting(leg.Meeting, ConferenceLoss.Silence, Question: null, Answers: 0, HasSaidSo: false), answer);
        }
        else if (answer.Running is { } meeting && !meeting.IsSameConferenceAs(leg.Meeting))
        {
            Move(turn, meeting);
        }
        else if (answer is { Running: null, ServerAnswers: true })
        {
            LeaveConference(turn);
            OnEnded(turn, new Reconnecting(leg.Meeting, ConferenceLoss.Ended, Question: null, Answers: 1, HasSaidSo: false), answer.IsOver);
        }
    }

    private void Move(CallTurn turn, RunningMeeting meeting)
    {
        LeaveConference(turn);
        StartReconnectDeadline(turn);
        turn.Say(PromptId.OneMoment);
        Dial(turn, meeting, isAgain: true);
    }

    private static void LeaveConference(CallTurn turn)
    {
        StopConferenceTimers(turn);
        turn.EndConference();
    }

    private static void StopConferenceTimers(CallTurn turn) => turn.Stop(CallTimer.ConferenceKeys, CallTimer.CommandKey, CallTimer.TellRooms, CallTimer.AskAgain);
}
