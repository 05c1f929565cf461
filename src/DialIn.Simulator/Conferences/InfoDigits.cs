using System.Globalization;
using System.Text;
using DialIn.Sip.Messages;

namespace DialIn.Simulator.Conferences;

/// <summary>Reads the key out of a SIP INFO, as FreeSWITCH with <c>dtmf-type=info</c> does.</summary>
internal static class InfoDigits
{
    private const string Keys = "0123456789*#ABCD";

    /// <summary>The key, or null when the request holds none.</summary>
    public static char? Read(SipRequest info)
    {
        var type = info.ContentType?.Split(';')[0].Trim().ToLowerInvariant();
        var text = Encoding.UTF8.GetString(info.Body.Span);
        return type switch
        {
            "application/dtmf-relay" => Key(Signal(text)),
            "application/dtmf" => Key(text),
            _ => null,
        };
    }

    private static string? Signal(string text) => text
        .Split('\n')
        .Select(line => line.Split('=', 2))
        .FirstOrDefault(pair => pair.Length == 2 && pair[0].Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))?[1];

    // Some senders write the key, others the number of its telephone-event.
    private static char? Key(string? text)
    {
        text = text?.Trim().ToUpperInvariant();
        if (text is { Length: 1 } && Keys.Contains(text, StringComparison.Ordinal))
        {
            return text[0];
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < Keys.Length
            ? Keys[number]
            : null;
    }
}
