using System.Globalization;

namespace DialIn.Pins;

/// <summary>Times as people and other programs give them: ISO 8601, UTC unless they say otherwise.</summary>
internal static class IsoTime
{
    private const string Date = "yyyy-MM-dd";

    /// <summary>Reads a time. It begins with the date, year first: of 3/4/2027 nobody could tell which is the month.</summary>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return text.Length >= Date.Length
            && DateOnly.TryParseExact(text.AsSpan(0, Date.Length), Date, CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }
}
