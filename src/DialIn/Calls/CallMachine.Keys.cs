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
            ToggleMute(turn, leg);
            return;
        }

        var keys = joined.Keys.Press(key, out var command);
        turn.Enter(joined with { Keys = keys });
        if (keys.IsOpen)
        {
            turn.Start(CallTimer.CommandKey, settings.CommandKeyWithin);
        }
        else
        {
            turn.Stop(CallTimer.CommandKey);
        }

        switch (command)
        {
            case MeetingCommand.ToggleMute:
                ToggleMute(turn, leg);
                break;
            case MeetingCommand.SayKeys:
                turn.Say(PromptId.MeetingKeys);
                break;
        }
    }

    private static void ToggleMute(CallTurn turn, ConferenceLeg leg)
    {
        if (leg.MuteKey is not null && !turn.State.IsMuted)
        {
            PressMuteKey(turn, leg);
            return;
        }

        turn.Mute(!turn.State.IsMuted);
        turn.Say(turn.State.IsMuted ? PromptId.Muted : PromptId.Unmuted);
    }

    // The server alone knows what its key does now, since a moderator may have muted the caller before: it says so itself.
    private static void PressMuteKey(CallTurn turn, ConferenceLeg leg)
    {
        turn.Do(new SendDigitToConference(leg.Number, leg.MuteKey!.Value));
        turn.NoteMuteKey(leg);
    }
}
