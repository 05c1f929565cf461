using System.Globalization;
using System.Text.Json;

namespace DialIn.BigBlueButton;

/// <summary>
/// Where a meeting stands in the list of what was announced: those that run first, of them those that were told nothing before the
/// others; then those that have ended, the one in which something was tried last before the others.
/// </summary>
/// <param name="IsRunning">Whether it goes on.</param>
/// <param name="IsTold">Whether one of its moderators was told; of an ended meeting <see langword="false"/>.</param>
/// <param name="LastAt">When something was last tried, in whole milliseconds since 1970; of a running meeting 0.</param>
/// <param name="MeetingId">External id; of an ended meeting empty.</param>
/// <param name="Server">The server.</param>
/// <param name="InternalId">Internal id.</param>
internal sealed record AnnouncedPlace(bool IsRunning, bool IsTold, long LastAt, string MeetingId, string Server, string InternalId) : IComparable<AnnouncedPlace>
{
    private const int Parts = 6;

    // A later moment is none.
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>A meeting's place.</summary>
    public static AnnouncedPlace Of(AnnouncedMeeting meeting) => meeting.IsRunning
        ? new(true, meeting.WhyNone is null, 0, meeting.MeetingId, meeting.Server, meeting.InternalId)
        : new(false, false, meeting.Ways.Max(static way => way.LastAt).ToUnixTimeMilliseconds(), "", meeting.Server, meeting.InternalId);

    /// <summary>Reads what <see cref="ToString"/> has written; null if it is anything else.</summary>
    public static AnnouncedPlace? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<string[]>(text) is { Length: Parts } parts
                && !Array.Exists(parts, static part => part is null)
                && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var lastAt)
                && lastAt <= Latest
                ? new AnnouncedPlace(parts[0] == "1", parts[1] == "1", lastAt, parts[3], parts[4], parts[5])
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public int CompareTo(AnnouncedPlace? other)
    {
        if (other is null)
        {
            return 1;
        }

        int[] order =
        [
            other.IsRunning.CompareTo(IsRunning),
            IsTold.CompareTo(other.IsTold),
            other.LastAt.CompareTo(LastAt),
            string.CompareOrdinal(MeetingId, other.MeetingId),
            string.CompareOrdinal(Server, other.Server),
            string.CompareOrdinal(InternalId, other.InternalId),
        ];
        return Array.Find(order, static one => one != 0);
    }

    /// <summary>As the API's cursor has it.</summary>
    public override string ToString() => JsonSerializer.Serialize<string[]>(
        [IsRunning ? "1" : "0", IsTold ? "1" : "0", LastAt.ToString(CultureInfo.InvariantCulture), MeetingId, Server, InternalId]);
}
