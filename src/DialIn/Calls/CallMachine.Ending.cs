using DialIn.Ivr;

namespace DialIn.Calls;

/// <summary>The end: a sentence where somebody hears it, then one way out.</summary>
internal sealed partial class CallMachine
{
    private void SayGoodbye(CallTurn turn, CallEndReason reason, params IReadOnlyList<PromptId> sentences)
    {
        var end = CallEnd.For(reason, turn.State.WasInMeeting);
        if (turn.State.Phase is Ringing)
        {
            // Nobody hears anything yet.
            Finish(turn, end, isTrunkUp: true);
            return;
        }

        turn.EndConference();
        turn.StopWatching();
        turn.StopAll();
        turn.ListenForTones(false);
        turn.ListenForFax(false);
        turn.Say([.. sentences, PromptId.Goodbye]);
        turn.Start(CallTimer.Goodbye, settings.GoodbyeWithin);
        turn.Enter(new SayingGoodbye(end));
    }

    private static void OnSayingGoodbye(CallTurn turn, SayingGoodbye goodbye, CallEvent happened)
    {
        // Settled is settled: a meeting that starts now, or a PIN that is found now, comes too late.
        if (happened is PlaybackEnded or TimerFired { Timer: CallTimer.Goodbye } or Faulted)
        {
            Finish(turn, goodbye.End, isTrunkUp: true);
        }
    }

    private static void Finish(CallTurn turn, CallEnd end, bool isTrunkUp)
    {
        turn.EndConference();
        turn.StopWatching();
        turn.StopAll();
        if (isTrunkUp)
        {
            turn.Do(new HangUpTrunk(end));
        }

        turn.Do(new RecordEnd(end));
        turn.Enter(new Ended(end));
    }

    private static CallEnd EndOf(CallTurn turn, LegEndCause cause) => CallEnd.For(
        cause switch
        {
            LegEndCause.RemoteBye => CallEndReason.CallerHungUp,
            LegEndCause.Cancelled => CallEndReason.CallerCancelled,
            LegEndCause.AckMissing => CallEndReason.AckMissing,
            LegEndCause.NoCommonCodec => CallEndReason.NoCommonCodec,
            _ => CallEndReason.TrunkLost,
        },
        turn.State.WasInMeeting);
}
