using DialIn.Ivr;

namespace DialIn.Calls;

/// <summary>From the greeting to the PIN that leads somewhere.</summary>
internal sealed partial class CallMachine
{
    private void Greet(CallTurn turn)
    {
        turn.Start(CallTimer.EnterPin, settings.EnterPinWithin);
        turn.ListenForTones(settings.ListensForTones);
        turn.ListenForFax(settings.ListensForFax);
        Take(turn, _pinEntry.Begin());
    }

    private void OnEnteringPin(CallTurn turn, EnteringPin entering, CallEvent happened)
    {
        switch (happened)
        {
            case FaxHeard:
                // No sentence: a machine does not understand it, and rings on for half a minute.
                turn.ListenForFax(false);
                Finish(turn, CallEnd.For(CallEndReason.FaxMachine), isTrunkUp: true);
                break;
            case DigitReceived digit:
                // No fax machine types.
                turn.ListenForFax(false);
                Take(turn, _pinEntry.Next(entering.Entry, new KeyPressed(digit.Key)));
                break;
            case PlaybackEnded:
                Take(turn, _pinEntry.Next(entering.Entry, new PromptEnded()));
                break;
            case TimerFired { Timer: CallTimer.Digit }:
                Take(turn, _pinEntry.Next(entering.Entry, new TimedOut()));
                break;
            case TimerFired { Timer: CallTimer.EnterPin }:
                SayGoodbye(turn, CallEndReason.NothingEntered, PromptId.NothingEntered);
                break;
        }
    }

    private void OnLookingUp(CallTurn turn, LookingUp looking, CallEvent happened)
    {
        switch (happened)
        {
            case DigitReceived digit:
                turn.Enter(looking with { Entry = _pinEntry.Next(looking.Entry, new KeyPressed(digit.Key)).State });
                break;
            case PinAnswered answer when answer.Question == looking.Question:
                OnPinAnswered(turn, looking, answer);
                break;
            case PlaybackEnded:
                // Of the sentence that asks for patience.
                turn.PlayHoldTone();
                break;
            case TimerFired { Timer: CallTimer.PinAnswer }:
                TellInTime(turn, looking with { IsDue = true });
                break;
            case TimerFired { Timer: CallTimer.LookUp }:
                SayGoodbye(turn, CallEndReason.Fault, PromptId.Fault);
                break;
            case TimerFired { Timer: CallTimer.EnterPin }:
                // The right PIN at the last moment is the right PIN; after a wrong one there is no time for another.
                turn.Enter(looking with { IsOnlyTry = true });
                break;
        }
    }

    private void OnPinAnswered(CallTurn turn, LookingUp looking, PinAnswered answer)
    {
        turn.Stop(CallTimer.LookUp);
        if (answer.Terms.Wait > TimeSpan.Zero)
        {
            turn.Say(PromptId.CheckingPin);
            turn.Start(CallTimer.PinAnswer, answer.Terms.Wait);
            looking = looking with { IsDue = false };
        }

        TellInTime(turn, looking with { Question = null, Found = answer as PinFound, IsOnlyTry = looking.IsOnlyTry || answer.Terms.IsOnlyTry });
    }

    // How long it takes must tell nothing about the PIN: the answer waits for the timer, not the other way round.
    private void TellInTime(CallTurn turn, LookingUp looking)
    {
        turn.Enter(looking);
        if (looking is { Question: null, IsDue: true, Found: { } found })
        {
            turn.Stop(CallTimer.EnterPin);
            OnPinFound(turn, found);
        }
        else if (looking is { Question: null, IsDue: true })
        {
            Take(turn, _pinEntry.Next(looking.Entry, new PinRefused(looking.IsOnlyTry)));
        }
    }

    private void Take(CallTurn turn, PinEntryStep step)
    {
        turn.Enter(new EnteringPin(step.State));
        turn.Speak(settings.PinEntry.Languages[step.State.LanguageIndex]);
        foreach (var effect in step.Effects)
        {
            switch (effect)
            {
                case Say say:
                    turn.Ask(say.Prompts);
                    break;
                case Hush:
                    turn.Hush();
                    break;
                case StartTimer timer:
                    turn.Start(CallTimer.Digit, timer.Due);
                    break;
                case StopTimer:
                    turn.Stop(CallTimer.Digit);
                    break;
                case LookUp lookUp:
                    BeginLookUp(turn, step.State, lookUp);
                    break;
                case GiveUp { Failure: PinEntryFailure.NothingEntered }:
                    SayGoodbye(turn, CallEndReason.NothingEntered, PromptId.NothingEntered);
                    break;
                case GiveUp:
                    SayGoodbye(turn, CallEndReason.WrongPin, PromptId.TriesUsedUp);
                    break;
            }
        }
    }

    private void BeginLookUp(CallTurn turn, PinEntryState entry, LookUp lookUp)
    {
        int? question = null;
        if (lookUp.Pin is { } pin)
        {
            question = turn.NextNumber();
            turn.Do(new LookUpPin(question.Value, pin));
            turn.Start(CallTimer.LookUp, settings.LookUpWithin);
        }

        var delays = settings.AnswerDelays;
        turn.Start(CallTimer.PinAnswer, delays[Math.Min(entry.WrongPins, delays.Count - 1)]);
        turn.Enter(new LookingUp(entry, question, Found: null, IsOnlyTry: false, IsDue: false));
    }
}
