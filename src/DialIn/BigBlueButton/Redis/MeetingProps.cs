using System.Text.Json;
using DialIn.Announcements;
using DialIn.Meetings;

namespace DialIn.BigBlueButton.Redis;

/// <summary>Reads the <c>props</c> of a meeting, as they stand in <c>MeetingCreatedEvtMsg</c>. The passwords in them are not read.</summary>
internal static class MeetingProps
{
    /// <summary>The meeting; null if it has no ids.</summary>
    public static EventNews? Read(JsonElement? props, string serverName)
    {
        var meeting = props.Part("meetingProp");
        var (internalId, meetingId) = (meeting.Text("intId"), meeting.Text("extId"));
        if (internalId.Length == 0 || meetingId.Length == 0)
        {
            return null;
        }

        var isBreakout = meeting.Flag("isBreakout") == true;
        var welcome = props.Part("welcomeProp");
        // The name of up to 2.7, and the one since 3.0.
        var message = welcome.Text("modOnlyMessage") is { Length: > 0 } old ? old : welcome.Text("welcomeMsgForModerators");
        var metadata = props.Part("metadataProp").Part("metadata");
        var told = new MeetingHeard(internalId, meetingId, isBreakout, MeetingMetadata.LanguageOf(name => metadata.Text(name)), new ModeratorsText(message));
        return new EventNews(told, ToRunning(props, metadata, meetingId, internalId, isBreakout, serverName));
    }

    private static RunningMeeting? ToRunning(JsonElement? props, JsonElement? metadata, string meetingId, string internalId, bool isBreakout, string serverName)
    {
        var voice = props.Part("voiceProp");
        var duration = props.Part("durationProps");
        var breakout = props.Part("breakoutProps");
        var bbb = new BbbMeeting
        {
            MeetingId = meetingId,
            InternalId = internalId,
            VoiceBridge = voice.Text("voiceConf") is { Length: > 0 } conference ? conference : voice.Text("telVoice"),
            CreateTime = duration.Number("createdTime"),
            AudioBridge = props.Part("meetingProp").Text("audioBridge") is { Length: > 0 } bridge ? bridge : null,
            MaxCallers = BbbMeeting.ReadMaxCallers(metadata.Text(MeetingMetadata.MaxCallers)),
            MuteOnStart = voice.Flag("muteOnStart") ?? MeetingMetadata.ReadMuteOnStart(metadata.Text(MeetingMetadata.MuteOnStart)),
            ParentMeetingId = isBreakout ? breakout.Text("parentId") : "",
            Sequence = breakout.Number("sequence"),
            FreeJoin = breakout.Flag("freeJoin") == true,
        };
        if (!bbb.HasCallableVoiceBridge)
        {
            return null;
        }

        // A room without a number is no meeting of its own; the next poll may know more.
        var running = bbb.ToRunningMeeting(serverName);
        return isBreakout && running.Breakout is null ? null : running;
    }
}
