using DialIn.Ivr;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>From the meeting into its breakout rooms by keys, and back.</summary>
internal sealed partial class CallMachine
{
    private int? LastRoom(CallTurn turn) =>
        settings.BreakoutRooms == BreakoutAccess.None ? null : turn.State.Rooms.Select(static room => room.Breakout!.Sequence).DefaultIfEmpty().Max();

    // In every phase: whoever joins later has to know as well.
    private void OnBreakouts(CallTurn turn, BreakoutsChanged changed)
    {
        turn.KnowRooms([.. changed.Rooms.Where(IsOpen)]);
        if (turn.State is { Phase: Joined, Conference: { } leg })
        {
            StartTellingRooms(turn, leg);
        }
    }

    private bool IsOpen(RunningMeeting room) => settings.BreakoutRooms switch
    {
        BreakoutAccess.All => true,
        BreakoutAccess.FreeJoin => room.Breakout!.FreeJoin,
        _ => false,
    };

    private void StartTellingRooms(CallTurn turn, ConferenceLeg leg)
    {
        if (turn.State is { Rooms.Count: > 0, KnowsRooms: false } && !turn.IsRoom(leg.Meeting))
        {
            turn.Start(CallTimer.TellRooms, settings.TellRoomsAfter);
        }
        else
        {
            turn.Stop(CallTimer.TellRooms);
        }
    }

    private void TellRooms(CallTurn turn, ConferenceLeg leg)
    {
        if (turn.State.Playing is not null)
        {
            // One sentence after the other.
            StartTellingRooms(turn, leg);
            return;
        }

        turn.NoteRoomsTold();
        turn.Say(WhichRooms(turn));
    }

    // Nothing where there are none.
    private static IReadOnlyList<PromptId> WhichRooms(CallTurn turn) =>
        turn.State.Rooms.Count == 0 ? [] : [PromptId.RoomCount, SpokenNumber.Of(turn.State.Rooms.Count), PromptId.RoomKeys];

    private void OnRoomWanted(CallTurn turn, Joined joined, ConferenceLeg leg, int number)
    {
        if (RoomWith(turn, number) is { } room)
        {
            Enter(turn, leg, room);
            return;
        }

        // It may have been opened since the servers were asked last.
        turn.Enter(joined with { Wanted = new WantedRoom(number, turn.AskDirectory(turn.State.Main ?? leg.Meeting)) });
    }

    private void OnRoomAnswer(CallTurn turn, Joined joined, int number)
    {
        turn.Enter(joined);
        if (RoomWith(turn, number) is { } room)
        {
            Enter(turn, turn.State.Conference!, room);
        }
        else
        {
            turn.Say(turn.State.Rooms.Count == 0 ? [PromptId.NoRooms] : [PromptId.NoSuchRoom, .. WhichRooms(turn)]);
        }
    }

    private void Enter(CallTurn turn, ConferenceLeg leg, RunningMeeting room)
    {
        turn.NoteRoomsTold();
        IReadOnlyList<PromptId> sentence = [PromptId.InRoom, SpokenNumber.Of(room.Breakout!.Sequence), PromptId.RoomWayBack];
        if (!room.IsSameConferenceAs(leg.Meeting))
        {
            LeaveConference(turn);
            StartReconnectDeadline(turn);
            turn.Say(sentence);
            Dial(turn, room, isAgain: true);
        }
        else
        {
            turn.Say(sentence);
        }
    }

    // The meeting is asked for, and not only dialled: it may have ended or moved meanwhile.
    private void ReturnToMain(CallTurn turn, PromptId sentence)
    {
        LeaveConference(turn);
        turn.Stop(CallTimer.ConferenceAnswer, CallTimer.RepeatSentence);
        turn.Start(CallTimer.Reconnect, settings.ReconnectFor);
        turn.Say(sentence);
        var main = turn.State.Main!;
        turn.Enter(new Reconnecting(main, ConferenceLoss.Silence, turn.AskDirectory(main), Answers: 0, HasSaidSo: true));
    }

    private static RunningMeeting? RoomWith(CallTurn turn, int number) => turn.State.Rooms.FirstOrDefault(room => room.Breakout!.Sequence == number);
}
