using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DialIn.Simulator.Meetings;

namespace DialIn.Simulator.Hooks;

/// <summary>What bbb-webhooks tells of a meeting, and how it signs that.</summary>
internal static class HookEvent
{
    // JSON.stringify escapes no more than it must.
    private static readonly JsonSerializerOptions Stringify = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The event's name and text; null for what webhooks do not tell.</summary>
    public static (string Name, string Json)? Of(MeetingNotice notice, BbbVersion version, DateTimeOffset now)
    {
        var meeting = notice.Meeting;
        var ids = new Dictionary<string, object> { ["internal-meeting-id"] = meeting.InternalId, ["external-meeting-id"] = meeting.MeetingId };
        return notice switch
        {
            MeetingBegan => Named("meeting-created", new { meeting = Details(meeting, ids, version) }, now),
            MeetingOver => Named("meeting-ended", new { meeting = ids }, now),
            UserCame came => Named("user-joined", new { meeting = ids, user = User(came.User) }, now),
            UserWent went => Named("user-left", new { meeting = ids, user = User(went.User) }, now),
            _ => null,
        };
    }

    /// <summary>The body of the POST, and the checksum that goes with it.</summary>
    public static (string Body, string Checksum) Sign(string callbackUrl, string events, string domain, long timestamp, string secret, BbbVersion version)
    {
        var stamp = timestamp.ToString(CultureInfo.InvariantCulture);
        var body = $"domain={FormEncode(domain)}&event={FormEncode(events)}&timestamp={stamp}";
        var signed = version == BbbVersion.V30
            ? callbackUrl + body + secret
            : $"{callbackUrl}{{\"event\":{Quote(events)},\"timestamp\":{stamp},\"domain\":{Quote(domain)}}}{secret}";
#pragma warning disable CA5350 // bbb-webhooks signs with SHA-1 unless told otherwise.
        return (body, Convert.ToHexStringLower(SHA1.HashData(Encoding.UTF8.GetBytes(signed))));
#pragma warning restore CA5350
    }

    // JSON.stringify escapes these and control characters, of which the events' own JSON has none.
    private static string Quote(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static (string, string) Named(string id, object attributes, DateTimeOffset now)
    {
        var whole = new { data = new { type = "event", id, attributes, @event = new { ts = now.ToUnixTimeMilliseconds() } } };
        return (id, JsonSerializer.Serialize(whole, Stringify));
    }

    private static Dictionary<string, object> Details(SimulatedMeeting meeting, Dictionary<string, object> ids, BbbVersion version)
    {
        var details = new Dictionary<string, object>(ids)
        {
            ["name"] = meeting.Name,
            ["is-breakout"] = meeting.Parent is not null,
            ["parent-id"] = meeting.Parent?.InternalId ?? "bbb-none",
            ["duration"] = 0,
            ["create-time"] = meeting.CreatedAt.ToUnixTimeMilliseconds(),
            ["create-date"] = "",
            ["moderator-pass"] = meeting.ModeratorPassword,
            ["viewer-pass"] = meeting.AttendeePassword,
            ["record"] = false,
            ["voice-conf"] = meeting.VoiceBridge,
            ["dial-number"] = meeting.DialNumber,
            ["max-users"] = 0,
            ["metadata"] = meeting.Request.Metadata,
        };
        if (version == BbbVersion.V30)
        {
            details["audioBridge"] = "bbb-webrtc-sfu";
        }

        return details;
    }

    private static Dictionary<string, object> User(MeetingUser user) => new()
    {
        ["internal-user-id"] = user.InternalId,
        ["external-user-id"] = user.UserId,
        ["name"] = user.FullName,
        ["role"] = user.Role == MeetingRole.Moderator ? "MODERATOR" : "VIEWER",
        ["presenter"] = false,
        ["guest"] = false,
    };

    // URLSearchParams: a space is a plus sign, and what is no letter, digit, * - . _ is percent-encoded.
    private static string FormEncode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal).Replace("%2A", "*", StringComparison.Ordinal).Replace("~", "%7E", StringComparison.Ordinal);
}
