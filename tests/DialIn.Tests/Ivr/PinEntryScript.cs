using DialIn.Ivr;

namespace DialIn.Tests.Ivr;

/// <summary>A conversation with a PIN entry: inputs in, effects out as short lines that a table can hold.</summary>
internal sealed class PinEntryScript
{
    private readonly PinEntry _entry;

    public PinEntryScript(int pinLength = 5, params string[] languages)
        : this(new PinEntrySettings { PinLength = pinLength, Languages = languages.Length == 0 ? ["de", "en"] : languages })
    {
    }

    public PinEntryScript(PinEntrySettings settings)
    {
        _entry = new PinEntry(settings);
        var step = _entry.Begin();
        State = step.State;
        First = Format(step.Effects);
    }

    public PinEntryState State { get; private set; }

    /// <summary>What the beginning does.</summary>
    public string[] First { get; }

    public string[] Send(PinEntryInput input)
    {
        var step = _entry.Next(State, input);
        State = step.State;
        return Format(step.Effects);
    }

    public string[] Press(char key) => Send(new KeyPressed(Key(key)));

    /// <summary>Presses keys one after the other; the effects of all of them.</summary>
    public string[] Type(string keys) => [.. keys.SelectMany(Press)];

    public string[] EndPrompt() => Send(new PromptEnded());

    public string[] TimeOut() => Send(new TimedOut());

    public string[] Refuse(bool isLast = false) => Send(new PinRefused(isLast));

    public static TelephoneKey Key(char character) =>
        TelephoneKey.TryFrom(character, out var key) ? key : throw new ArgumentOutOfRangeException(nameof(character), character, "no key");

    private static string[] Format(IReadOnlyList<PinEntryEffect> effects) => [.. effects.Select(Format)];

    private static string Format(PinEntryEffect effect) => effect switch
    {
        Say say => "say " + string.Join(' ', say.Prompts.Select(p => $"{p.Language}:{p.Id}")),
        Hush => "hush",
        StartTimer timer => $"timer {timer.Due.TotalSeconds}",
        StopTimer => "stop timer",
        LookUp { Pin: { } pin } => $"look up {pin.Reveal()}",
        LookUp => "look up nothing",
        GiveUp give => $"give up {give.Failure}",
        _ => throw new ArgumentOutOfRangeException(nameof(effect), effect, "an effect without a line"),
    };
}
