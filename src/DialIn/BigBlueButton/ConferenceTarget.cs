using DialIn.Meetings;

namespace DialIn.BigBlueButton;

/// <summary>Where a meeting's conference is called. Made from the configuration and the meeting alone, never from a caller's input.</summary>
internal static class ConferenceTarget
{
    /// <summary>What stands for the conference's number in a template.</summary>
    public const string Placeholder = "{voiceBridge}";

    private const string LiveKit = "livekit";

    /// <summary>Whether the meeting's audio runs on LiveKit, which knows no keys.</summary>
    public static bool IsOnLiveKit(RunningMeeting meeting) => string.Equals(meeting.AudioBridge, LiveKit, StringComparison.OrdinalIgnoreCase);

    /// <summary>The SIP URI to call.</summary>
    /// <param name="server">The server that the meeting is on.</param>
    /// <param name="meeting">The meeting.</param>
    public static string For(ServerOptions server, RunningMeeting meeting)
    {
        var template = IsOnLiveKit(meeting) && server.LiveKitSipUri is { } own ? own : server.SipUri;
        return template.Replace(Placeholder, meeting.VoiceBridge, StringComparison.Ordinal);
    }
}
