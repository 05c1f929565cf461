using System.Text.Json;

namespace DialIn.BigBlueButton.Hooks;

/// <summary>Reads the events of bbb-webhooks 2.x and 3.x. Input of others: what is not understood says nothing.</summary>
internal static class HookEventReader
{
    /// <summary>What the events say; null if the text is no list of events.</summary>
    public static IReadOnlyList<HookNews>? Read(string events, string serverName)
    {
        try
        {
            using var document = JsonDocument.Parse(events);
            // One event is sent as a list of one, but nobody promises that.
            JsonElement[] list = document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray()] : [document.RootElement];
            return [.. list.Select(item => ReadOne(item, serverName)).OfType<HookNews>()];
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static HookNews? ReadOne(JsonElement? item, string serverName)
    {
        var data = item.Part("data");
        var meeting = data.Part("attributes").Part("meeting");
        var user = data.Part("attributes").Part("user");
        var internalId = meeting.Text("internal-meeting-id");
        if (internalId.Length == 0)
        {
            return null;
        }

        return data.Text("id") switch
        {
            "meeting-created" => Created(meeting, internalId, serverName),
            "meeting-ended" => new HookEnd(internalId),
            "user-joined" when user.Text("role") == "MODERATOR" && user.Text("internal-user-id") is { Length: > 0 } userId => new HookModerator(internalId, userId),
            _ => null,
        };
    }

    private static HookMeeting? Created(JsonElement? meeting, string internalId, string serverName)
    {
        var isBreakout = meeting.Flag("is-breakout") == true;
        var metadata = meeting.Part("metadata");
        var bbb = new BbbMeeting
        {
            MeetingId = meeting.Text("external-meeting-id"),
            InternalId = internalId,
            VoiceBridge = meeting.Text("voice-conf"),
            CreateTime = meeting.Number("create-time"),
            AudioBridge = meeting.Text("audioBridge") is { Length: > 0 } bridge ? bridge : null,
            MaxCallers = BbbMeeting.ReadMaxCallers(metadata.Text(MeetingMetadata.MaxCallers)),
            MuteOnStart = MeetingMetadata.ReadMuteOnStart(metadata.Text(MeetingMetadata.MuteOnStart)),
            ParentMeetingId = isBreakout ? meeting.Text("parent-id") : "",
            Sequence = meeting.Number("sequence"),
            FreeJoin = meeting.Flag("free-join") == true,
        };
        if (bbb.MeetingId.Length == 0 || !bbb.HasCallableVoiceBridge)
        {
            return null;
        }

        // Webhooks do not say which of the rooms it is: the next poll does.
        var running = bbb.ToRunningMeeting(serverName);
        return isBreakout && running.Breakout is null ? null : new HookMeeting(running);
    }
}
