using DialIn.Calls;

namespace DialIn.Operations.Traces;

/// <summary>Which calls are traced: those from or to a number, or one call by its id.</summary>
internal sealed class TraceTarget
{
    /// <summary>What the id of a call looks like, for people.</summary>
    public const string CallIdForm = "12 hexadecimal digits in lower case, a letter among them; one without a letter is given where numbers are, at -";

    private const int CallIdLength = 12;

    // A shorter number is an extension, which is never the whole of who calls.
    private const int ShortestNumber = 3;

    private readonly string _text;

    private TraceTarget(string text) => _text = text;

    /// <summary>What would be right.</summary>
    public static string Rule => "must be a telephone number, such as +4961511234567 or 061511234567, or the id of a call as the log has it (12 hexadecimal digits in lower case)";

    /// <summary>Reads what an operator typed; null if it is neither a number nor an id.</summary>
    public static TraceTarget? Parse(string? text)
    {
        text = text?.Trim() ?? "";
        return IsCallId(text) || (!CallerNumber.Parse(text).IsWithheld && text.Count(char.IsAsciiDigit) >= ShortestNumber) ? new TraceTarget(text) : null;
    }

    /// <summary>Whether a call is meant.</summary>
    public bool Means(string callId, CallerNumber caller, string calledNumber)
    {
        if (callId == _text)
        {
            return true;
        }

        var called = CallerNumber.Parse(calledNumber);
        var country = called.IsInternational ? calledNumber.AsSpan(1, CountryCodes.LengthIn(calledNumber.AsSpan(1))) : default;
        var number = CallerNumber.Parse(_text, country);
        return !number.IsWithheld && (number == caller || number == called);
    }

    /// <summary>The number masked, or the id.</summary>
    public override string ToString() => IsCallId(_text) ? _text : CallerNumber.Parse(_text).ToString();

    /// <summary>Whether it is the id of a call and no number.</summary>
    // Twelve digits alone are taken for a number, which must be masked; where an id is so, it is found all the same.
    public static bool IsCallId(string text) => text.Length == CallIdLength && text.All(char.IsAsciiHexDigitLower) && text.Any(char.IsAsciiLetter);
}
