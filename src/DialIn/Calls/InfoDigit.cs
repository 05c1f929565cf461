using System.Diagnostics.CodeAnalysis;
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

    private const string BareContentType = "application/dtmf";
    private const string SignalLine = "Signal=";

    /// <summary>The body that presses a key for 160 ms.</summary>
    public static byte[] Write(TelephoneKey key) => Encoding.ASCII.GetBytes($"{SignalLine}{key.Reveal()}\r\nDuration=160\r\n");

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

        var line = text.Split('\n').FirstOrDefault(line => line.TrimStart().StartsWith(SignalLine, StringComparison.OrdinalIgnoreCase));
        return line is not null && TryKey(line.Trim()[SignalLine.Length..], out key);
    }

    private static bool TryKey(string text, out TelephoneKey key)
    {
        key = default;
        return text.Trim() is { Length: 1 } one && TelephoneKey.TryFrom(one[0], out key);
    }
}
