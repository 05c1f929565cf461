using DialIn.Simulator.Meetings;
using DialIn.Tests.Pins;

namespace DialIn.Tests.Announcements;

/// <summary>What the web users of a simulated meeting read.</summary>
internal static class Readers
{
    /// <summary>How often somebody is shown the PIN.</summary>
    public static int Shown(this SimulatedMeeting meeting, MeetingUser user, string pin) =>
        meeting.View(user).Shown.Count(text => text.Contains(Grouped(pin), StringComparison.Ordinal));

    /// <summary>Whether the PIN is anywhere in what somebody's client was sent.</summary>
    public static bool WasSent(this SimulatedMeeting meeting, MeetingUser user, string pin) => Holds(meeting.View(user).Answers, pin);

    /// <summary>Whether a text has the PIN, in groups or not.</summary>
    public static bool Holds(string text, string pin) =>
        string.Concat(text.Where(static c => !char.IsWhiteSpace(c))).Contains(pin, StringComparison.Ordinal) || text.Contains(Grouped(pin), StringComparison.Ordinal);

    public static string Grouped(string pin) => pin.ToPin().RevealGrouped();
}
