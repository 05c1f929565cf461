using System.Globalization;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Dialogs;

/// <summary>The value of Session-Expires, RFC 4028 §4.</summary>
/// <param name="Interval">How long the session lives without a refresh.</param>
/// <param name="Refresher"><c>uac</c> or <c>uas</c>: who of this transaction refreshes; null if it is left open.</param>
internal readonly record struct SessionExpires(TimeSpan Interval, string? Refresher)
{
    // A day: longer than any call, short enough for any timer.
    private const int LongestInterval = 86_400;

    /// <summary>Reads <c>seconds;refresher=…</c>; other parameters and other refreshers mean nothing.</summary>
    public static SessionExpires? Of(SipMessage message)
    {
        var text = message.Headers[HeaderNames.SessionExpires];
        var semicolon = text?.IndexOf(';') ?? -1;
        if (Seconds(semicolon < 0 ? text : text![..semicolon]) is not { } interval)
        {
            return null;
        }

        var refresher = semicolon >= 0 && SipParameters.TryParse(text.AsSpan(semicolon), out var parameters) ? parameters["refresher"]?.ToLowerInvariant() : null;
        return new SessionExpires(interval, refresher is "uac" or "uas" ? refresher : null);
    }

    /// <summary>The value of Min-SE, RFC 4028 §5; null if there is none.</summary>
    public static TimeSpan? MinimumOf(SipMessage message) => Seconds(message.Headers[HeaderNames.MinSE]?.Split(';')[0]);

    /// <summary>Writes a number of whole seconds.</summary>
    public static string Format(TimeSpan interval) => ((long)interval.TotalSeconds).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => Refresher is null ? Format(Interval) : $"{Format(Interval)};refresher={Refresher}";

    private static TimeSpan? Seconds(string? text)
    {
        var digits = text?.Trim();
        return digits is not { Length: > 0 } || digits.AsSpan().ContainsAnyExceptInRange('0', '9') ? null
            : TimeSpan.FromSeconds(int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? Math.Min(seconds, LongestInterval) : LongestInterval);
    }
}
