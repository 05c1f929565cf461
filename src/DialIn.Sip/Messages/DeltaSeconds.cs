using System.Globalization;

namespace DialIn.Sip.Messages;

/// <summary>Reads a number of seconds at the start of a header field's value.</summary>
internal static class DeltaSeconds
{
    /// <summary>The time; <c>null</c> without a number. Retry-After may carry a comment and parameters behind it, RFC 3261 §20.33.</summary>
    public static TimeSpan? Read(string? text)
    {
        var digits = text.AsSpan().Trim();
        var end = digits.IndexOfAnyExceptInRange('0', '9');
        digits = end < 0 ? digits : digits[..end];
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? TimeSpan.FromSeconds(seconds) : null;
    }
}
