using DialIn.Ivr;

namespace DialIn.Calls;

/// <summary>The keys of a caller in the conference.</summary>
internal sealed partial class CallMachine
{
    // Whatever keys say: the caller's voice reaches the meeting if and only if the caller was told so last.
    private void OnKeyInConference(CallTurn turn, Joined joined, ConferenceLeg leg, TelephoneKey key)
    {
        if (!joined.AreKeysOpen)
        {
            turn.Start(CallTimer.ConferenceKeys, settings.ConferenceKeysAfter);
            return;
        }

        if (!joined.Keys.IsOpen && key == leg.MuteKey)
        {
            // Who was muted by the bridge, as after a reconnect, means that with the key as well.
            SwitchMute(turn, leg);
            return;
        }

        var keys = joined.Keys.Press(key, LastRoom(turn), out var command);
        joined = joined with { Keys = keys };
        turn.Enter(joined);
        if (keys.IsOpen)
        {
            turn.Start(CallTimer.CommandKey, keys.Digit == 0 ? settings.CommandKeyWithin : settings.RoomDigitWithin);
        }
        else
        {
            turn.Stop(CallTimer.CommandKey);
        }

        Obey(turn, joined, leg, command);
    }

    private void OnPauseInKeys(CallTurn turn, Joined joined, ConferenceLeg leg)
    {
        var command = joined.Keys.Pause();
        joined = joined with { Keys = default };
        turn.Enter(joined);
        Obey(turn, joined, leg, command);
    }

    private void Obey(CallTurn turn, Joined joined, ConferenceLeg leg, MeetingCommand? command)
    {
        switch (command)
        {
            case ToggleMute:
                SwitchMute(turn, leg);
                break;
            case EnterRoom { Room: var room }:
                OnRoomWanted(turn, joined, leg, room);
                break;
            case LeaveRoom when turn.IsRoom(leg.Meeting):
                ReturnToMain(turn, PromptId.BackToMeeting);
                break;
            case SayKeys or LeaveRoom:
                turn.Say([PromptId.MeetingKeys, .. turn.IsRoom(leg.Meeting) ? [PromptId.RoomWayBack] : WhichRooms(turn)]);
                break;
        }
    }

    private static void SwitchMute(CallTurn turn, ConferenceLeg leg)
    {
        if (leg.MuteKey is not null && !turn.State.IsMuted)
        {
            PressMuteKey(turn, leg);
            return;
        }

        if (turn.State.IsMutedOnStart && !turn.IsRoom(leg.Meeting))
        {
            HearAfterStart(turn, leg);
            return;
        }

        turn.Mute(!turn.State.IsMuted);
        turn.Say(turn.State.IsMuted ? PromptId.Muted : PromptId.Unmuted);
    }

    // BBB's FreeSWITCH may have muted the caller as well, as everybody who comes in. Its key changes that, and then it says itself how it is;
    // where it listens to none, only a moderator can help, and the caller must not be told more than we know.
    private static void HearAfterStart(CallTurn turn, ConferenceLeg leg)
    {
        turn.Mute(false);
        if (leg.MuteKey is null)
        {
            turn.Say(PromptId.UnmutedOnStart);
        }
        else
        {
            PressMuteKey(turn, leg);
        }
    }

    // The server alone knows what its key does now, since a moderator may have muted the caller before: it says so itself.
    private static void PressMuteKey(CallTurn turn, ConferenceLeg leg)
    {
        turn.Do(new SendDigitToConference(leg.Number, leg.MuteKey!.Value));
        turn.NoteMuteKey(leg);
    }
}
