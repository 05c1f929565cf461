using DialIn.Meetings;

namespace DialIn.Tests.Meetings;

/// <summary>Meetings for tests.</summary>
internal static class MeetingExamples
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A meeting; the instance tells one opening of a room from the next, later one.</summary>
    public static RunningMeeting On(string server, string meetingId = "room", int instance = 1) =>
        new(meetingId, $"{meetingId}-{instance}", server, $"7000{instance}", Morning.AddMinutes(instance), null);
}
