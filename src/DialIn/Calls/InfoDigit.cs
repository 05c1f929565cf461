using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using DialIn.Ivr;
using DialIn.Sip.Messages;

namespace DialIn.Calls;

/// <summary>
/// A key press in the body of a SIP INFO: <c>application/dtmf-relay</c> (lines <c>Signal=5</c> and <c>Duration=160</c>) and
/// <c>application/dtmf</c> (the key alone). No RFC defines them; gateways and FreeSWITCH do.
/// </summary>
internal static class InfoDigit
{
    /// <summary>The type that FreeSWITCH takes.</summary>
    public const string ContentType = "application/dtmf-relay";

    /// <summary>How long a press is taken to last where nothing says it, and what ours lasts.</summary>
    public static readonly TimeSpan UsualPress = TimeSpan.FromMilliseconds(160);

    private const string BareContentType = "application/dtmf";
    private const string SignalLine = "Signal=";
    private const string DurationLine = "Duration=";
    private const int MostMilliseconds = 60_000;

    /// <summary>The body that presses a key for <see cref="UsualPress"/>.</summary>
    public static byte[] Write(TelephoneKey key) => Encoding.ASCII.GetBytes($"{SignalLine}{key.Reveal()}\r\n{DurationLine}{UsualPress.TotalMilliseconds:0}\r\n");

    /// <summary>How long the press lasted, as an INFO with a key says it; nothing if it does not, or says nonsense.</summary>
    public static TimeSpan DurationOf(SipRequest info) =>
        LineOf(Encoding.ASCII.GetString(info.Body.Span), DurationLine) is { } text
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= MostMilliseconds
            ? TimeSpan.FromMilliseconds(milliseconds)
            : default;

    /// <summary>The key in an INFO, if it carries one.</summary>
    public static bool TryRead(SipRequest info, [MaybeNullWhen(false)] out TelephoneKey key)
    {
        key = default;
        var type = info.ContentType?.Split(';')[0].Trim();
        var text = Encoding.ASCII.GetString(info.Body.Span);
        if (string.Equals(type, BareContentType, StringComparison.OrdinalIgnoreCase))
        {
            return TryKey(text, out key);
        }

        if (!string.Equals(type, ContentType, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        return LineOf(text, SignalLine) is { } signal && TryKey(signal, out key);
    }

    private static string? LineOf(string text, string name) =>
        text.Split('\n').Select(static line => line.Trim()).FirstOrDefault(line => line.StartsWith(name, StringComparison.OrdinalIgnoreCase))?[name.Length..].Trim();

    private static bool TryKey(string text, out TelephoneKey key)
    {
        key = default;
        return text.Trim() is { Length: 1 } one && TelephoneKey.TryFrom(one[0], out key);
    }
}
