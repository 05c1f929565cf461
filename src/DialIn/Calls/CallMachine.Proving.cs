using DialIn.Ivr;

namespace DialIn.Calls;

/// <summary>The tone check of a proof call: each key that is heard, as tones or otherwise, is answered with the tones of another one.</summary>
internal sealed partial class CallMachine
{
    /// <summary>The key that answers a key: never the same one, which could be an echo of the line.</summary>
    public static TelephoneKey AnswerTo(TelephoneKey key)
    {
        var answer = key.IsDigit ? (char)('0' + ((key.Reveal() - '0' + 5) % 10)) : '0';
        return TelephoneKey.TryFrom(answer, out var found) ? found : TelephoneKey.Star;
    }

    private void BeginToneCheck(CallTurn turn)
    {
        turn.Hush();
        turn.Enter(new Proving());
        turn.Do(new BeginToneCheck());
        turn.Start(CallTimer.Proof, settings.ProofWithin);
    }

    private void OnProving(CallTurn turn, CallEvent happened)
    {
        switch (happened)
        {
            case DigitReceived digit:
                turn.Do(new AnswerKey(digit.Key, AnswerTo(digit.Key)));
                break;
            case TimerFired { Timer: CallTimer.Proof }:
                SayGoodbye(turn, CallEndReason.LongestCall, PromptId.LongestCall);
                break;
        }
    }
}
