using System.Text.Encodings.Web;
using System.Text.Json;

namespace DialIn.BigBlueButton.Redis;

/// <summary>
/// Messages to bbb-apps-akka. Each has the members of every release from 2.3 on: bbb-apps-akka ignores those that it does not know, and
/// trips over those that it misses.
/// </summary>
/// <param name="time">Where times come from.</param>
internal sealed class RedisRequests(TimeProvider time)
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A wish for a private chat with one user.</summary>
    public string CreateChat(string meeting, string sender, string recipient, string correlationId) => ToMeeting(
        "CreateGroupChatReqMsg",
        meeting,
        sender,
        new
        {
            correlationId,
            // Up to 2.3 a chat has a name.
            name = correlationId,
            access = "PRIVATE_ACCESS",
            users = sender == recipient ? [recipient] : new[] { sender, recipient },
            msg = Array.Empty<object>(),
        });

    /// <summary>A message in a chat.</summary>
    public string Write(string meeting, string sender, string chatId, string correlationId, string text) => ToMeeting(
        "SendGroupChatMessageMsg",
        meeting,
        sender,
        new
        {
            chatId,
            msg = new
            {
                correlationId,
                sender = new { id = sender, name = sender, role = "" },
                // 2.3, 2.5, and since 3.0.
                color = "0",
                chatEmphasizedText = false,
                replyToMessageId = "",
                metadata = new { },
                message = text,
            },
        });

    /// <summary>A question for the users of one meeting.</summary>
    public string AskForUsers(string meeting) => ToMeeting("GetUsersMeetingReqMsg", meeting, "not-used", new { userId = "not-used" });

    /// <summary>A question for all meetings and their users: what BBB's own client server asks when it starts.</summary>
    public string AskForAll() => Write("GetAllMeetingsReqMsg", new { sender = "dialin" }, new { name = "GetAllMeetingsReqMsg" }, new { requesterId = "dialin" });

    private string ToMeeting(string name, string meetingId, string userId, object body) =>
        Write(name, new { meetingId, userId }, new { name, meetingId, userId }, body);

    private string Write(string name, object routing, object header, object body) => JsonSerializer.Serialize(
        new { envelope = new { name, routing, timestamp = time.GetUtcNow().ToUnixTimeMilliseconds() }, core = new { header, body } }, Plain);
}
