using System.Globalization;

namespace DialIn.Hosting.Configuration;

/// <summary>
/// Durations as people write them: <c>30 s</c>, <c>30min</c>, <c>8 h</c>, <c>3 d</c>, or <c>hh:mm:ss</c>, <c>d.hh:mm:ss</c>.
/// A bare number is refused: <see cref="TimeSpan"/> would take 30 for thirty days.
/// </summary>
internal static class Duration
{
    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("min", TimeSpan.FromMinutes(1)),
        ("s", TimeSpan.FromSeconds(1)),
        ("m", TimeSpan.FromMinutes(1)),
        ("h", TimeSpan.FromHours(1)),
        ("d", TimeSpan.FromDays(1)),
    ];

    /// <summary>Reads a duration of 0 or more.</summary>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out duration) && duration >= TimeSpan.Zero;
        }

        duration = default;
        foreach (var (unit, length) in Units)
        {
            if (text.EndsWith(unit, StringComparison.Ordinal))
            {
                // At most nine digits, so that no product overflows.
                var number = text.AsSpan(0, text.Length - unit.Length).TrimEnd();
                var isNumber = number.Length <= 9 && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                    && (duration = count * length) >= TimeSpan.Zero;
                return isNumber;
            }
        }

        return false;
    }

    /// <summary>The shortest way to write a duration: <c>30 min</c>, <c>8 h</c>.</summary>
    public static string Format(TimeSpan duration)
    {
        (string Unit, TimeSpan Length)[] greatestFirst = [("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1))];
        foreach (var (unit, length) in greatestFirst)
        {
            if (duration >= length && duration.Ticks % length.Ticks == 0)
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / length.Ticks} {unit}");
            }
        }

        return duration == TimeSpan.Zero ? "0 s" : duration.ToString("c", CultureInfo.InvariantCulture);
    }
}
