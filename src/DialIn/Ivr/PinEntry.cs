namespace DialIn.Ivr;

/// <summary>
/// Asks a caller for a PIN: a pure function from state and input to state and effects. It looks nothing up itself.
/// </summary>
/// <remarks>
/// <code>
///              prompt ended            timed out: next round, or give up
///   Prompting ─────────────▶ Listening ─────────────▶ Prompting / Over
///       │ key: barge-in           │ key
///       └───────────┬─────────────┘
///                   ▼ full length or '#'          refused: next try, or give up
///               Checking ─────────────────────────────▶ Prompting / Listening / Over
/// </code>
/// Immutable, thread-safe.
/// </remarks>
internal sealed class PinEntry(PinEntrySettings settings)
{
    // Nobody types more than this while one PIN is looked up, except a child that plays with the keys.
    private const int MaxTypedAhead = 24;

    /// <summary>The greeting and the first question.</summary>
    public PinEntryStep Begin()
    {
        var state = new PinEntryState();
        return new PinEntryStep(state, [new Say([Speak(PromptId.Welcome, state), .. Question(state)])]);
    }

    /// <summary>One step. An input that does not fit the state changes nothing.</summary>
    public PinEntryStep Next(PinEntryState state, PinEntryInput input) => (state.Status, input) switch
    {
        (PinEntryStatus.Prompting or PinEntryStatus.Listening, KeyPressed pressed) => OnKey(state, pressed.Key),
        (PinEntryStatus.Prompting, PromptEnded) => Listen(state, settings.FirstDigitTimeout),
        (PinEntryStatus.Listening, TimedOut) => OnTimeout(state),
        (PinEntryStatus.Checking, KeyPressed pressed) => new PinEntryStep(TypeAhead(state, pressed.Key), []),
        (PinEntryStatus.Checking, PinRefused refused) => OnRefused(state, refused.IsLast),
        _ => new PinEntryStep(state, []),
    };

    private PinEntryStep OnKey(PinEntryState state, TelephoneKey key)
    {
        if (key.IsDigit)
        {
            return OnDigit(state, key);
        }

        if (key == TelephoneKey.Star)
        {
            return Prompt(state with { Typed = default, HashMayTrail = false, SilentRounds = 0 }, Again);
        }

        if (key == TelephoneKey.Hash)
        {
            return OnHash(state);
        }

        // A key without a meaning has cut the prompt off all the same.
        return state.Status == PinEntryStatus.Prompting ? Prompt(state, Question) : new PinEntryStep(state, []);
    }

    private PinEntryStep OnDigit(PinEntryState state, TelephoneKey digit)
    {
        state = state with { Typed = state.Typed.Add(digit), HashMayTrail = false, SilentRounds = 0 };
        return state.Typed.Count >= settings.PinLength ? Check(state)
            : Listen(state, MayBeComplete(state) ? settings.PauseAfterPin : settings.InterDigitTimeout);
    }

    // PINs that were given out before a change of their length still are what they are.
    private bool MayBeComplete(PinEntryState state) => settings.PinLengths.Contains(state.Typed.Count);

    private PinEntryStep OnHash(PinEntryState state)
    {
        if (state.Typed.Count > 0)
        {
            return Check(state);
        }

        if (state.HashMayTrail)
        {
            // The sentence that it cut off says that the PIN was wrong: it has to be heard.
            return Prompt(state with { HashMayTrail = false }, WrongPin);
        }

        var next = (state.LanguageIndex + 1) % settings.Languages.Count;
        return Prompt(state with { LanguageIndex = next, SilentRounds = 0 }, Question);
    }

    private PinEntryStep OnTimeout(PinEntryState state)
    {
        state = state with { HashMayTrail = false };
        if (MayBeComplete(state))
        {
            return Check(state);
        }

        if (state.Typed.Count > 0)
        {
            return Prompt(state with { Typed = default }, Again);
        }

        state = state with { SilentRounds = state.SilentRounds + 1 };
        return state.SilentRounds >= settings.MaxSilentRounds ? Stop(state, PinEntryFailure.NothingEntered) : Prompt(state, Question);
    }

    private PinEntryStep OnRefused(PinEntryState state, bool isLast)
    {
        var keys = state.TypedAhead;
        state = state with { WrongPins = state.WrongPins + 1, TypedAhead = default };
        if (isLast || state.WrongPins >= settings.MaxTries)
        {
            return Stop(state, PinEntryFailure.TriesUsedUp);
        }

        if (keys.Count == 0)
        {
            return Prompt(state, WrongPin);
        }

        // The caller types on: the keys count as if they were pressed now, and they cut off what would be said.
        var step = new PinEntryStep(state with { Status = PinEntryStatus.Listening }, []);
        foreach (var key in keys.ToKeys())
        {
            var next = Next(step.State, new KeyPressed(key));
            step = new PinEntryStep(next.State, [.. step.Effects, .. next.Effects]);
        }

        return step;
    }

    private static PinEntryState TypeAhead(PinEntryState state, TelephoneKey key)
    {
        if (key == TelephoneKey.Hash && state.HashMayTrail && state.TypedAhead.Count == 0)
        {
            return state with { HashMayTrail = false };
        }

        if (key == TelephoneKey.Star)
        {
            return state with { TypedAhead = default, HashMayTrail = false };
        }

        var isKept = (key.IsDigit || key == TelephoneKey.Hash) && state.TypedAhead.Count < MaxTypedAhead;
        return isKept ? state with { TypedAhead = state.TypedAhead.Add(key), HashMayTrail = false } : state;
    }

    private static PinEntryStep Check(PinEntryState state)
    {
        var pin = state.Typed.TryToPin(out var typed) ? typed : (Pins.Pin?)null;
        return new PinEntryStep(
            state with { Status = PinEntryStatus.Checking, Typed = default, HashMayTrail = true },
            [.. Quiet(state), new LookUp(pin)]);
    }

    private static PinEntryStep Stop(PinEntryState state, PinEntryFailure failure) =>
        new(state with { Status = PinEntryStatus.Over }, [.. Quiet(state), new GiveUp(failure)]);

    private static PinEntryStep Listen(PinEntryState state, TimeSpan timeout)
    {
        PinEntryEffect timer = new StartTimer(timeout);
        return new PinEntryStep(
            state with { Status = PinEntryStatus.Listening },
            state is { Status: PinEntryStatus.Prompting, Typed.Count: > 0 } ? [new Hush(), timer] : [timer]);
    }

    private static PinEntryStep Prompt(PinEntryState state, Func<PinEntryState, IReadOnlyList<Prompt>> prompts)
    {
        var say = new Say(prompts(state));
        return new PinEntryStep(
            state with { Status = PinEntryStatus.Prompting },
            state.Status == PinEntryStatus.Listening ? [new StopTimer(), say] : [say]);
    }

    // Ends what goes on, be it a prompt or the timer.
    private static IReadOnlyList<PinEntryEffect> Quiet(PinEntryState state) => state.Status switch
    {
        PinEntryStatus.Prompting => [new Hush()],
        PinEntryStatus.Listening => [new StopTimer()],
        _ => [],
    };

    private IReadOnlyList<Prompt> Question(PinEntryState state)
    {
        var prompt = Speak(PromptId.EnterPin, state);
        if (settings.Languages.Count == 1)
        {
            return [prompt];
        }

        var next = settings.Languages[(state.LanguageIndex + 1) % settings.Languages.Count];
        return [prompt, new Prompt(PromptId.ForThisLanguage, next)];
    }

    private IReadOnlyList<Prompt> Again(PinEntryState state) => [Speak(PromptId.EnterPinAgain, state)];

    private IReadOnlyList<Prompt> WrongPin(PinEntryState state) => [Speak(PromptId.PinUnknown, state), .. Again(state)];

    private Prompt Speak(PromptId id, PinEntryState state) => new(id, settings.Languages[state.LanguageIndex]);
}
