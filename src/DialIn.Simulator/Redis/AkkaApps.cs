using System.Security.Cryptography;
using System.Text.Json;
using DialIn.Simulator.Chats;
using DialIn.Simulator.Meetings;

namespace DialIn.Simulator.Redis;

/// <summary>What bbb-apps-akka does with a message, and what it publishes then. No Redis here.</summary>
internal sealed class AkkaApps(MeetingBook meetings, SimulatedBbbServerOptions options, AkkaMessage messages, TimeProvider time)
{
    /// <summary>The channel that most is published on.</summary>
    public const string From = "from-akka-apps-redis-channel";

    /// <summary>The channel of what is for the client's server alone.</summary>
    public const string ToClient = "to-html5-redis-channel";

    /// <summary>The channel of what is said to it.</summary>
    public const string To = "to-akka-apps-redis-channel";

    /// <summary>Does what a message says.</summary>
    /// <returns>What to publish, and on which channel.</returns>
    public IReadOnlyList<(string Channel, string Message)> Handle(AkkaRequest request) => request.Name switch
    {
        "GetAllMeetingsReqMsg" => [.. meetings.List().Where(IsOn).SelectMany(meeting => new[]
        {
            (ToClient, messages.MeetingInfo(meeting)), (ToClient, messages.Users("SyncGetUsersMeetingRespMsg", meeting, "nodeJSapp")),
        })],
        // 3.0: its clients ask the database.
        "GetUsersMeetingReqMsg" when options.Version != BbbVersion.V30 && Find(request) is { } meeting =>
            [(From, messages.Users("GetUsersMeetingRespMsg", meeting, request["userId"]))],
        "CreateGroupChatReqMsg" when Find(request) is { } meeting => CreateChat(request, meeting),
        "SendGroupChatMessageMsg" when Find(request) is { } meeting => Write(request, meeting),
        _ => [],
    };

    private static bool IsOn(SimulatedMeeting meeting) => meeting.EndTime == 0;

    private SimulatedMeeting? Find(AkkaRequest request) => meetings.List().FirstOrDefault(meeting => IsOn(meeting) && meeting.InternalId == request.MeetingId);

    private static (string Id, string Name)? ChatUser(SimulatedMeeting meeting, string id) =>
        meeting.Users.FirstOrDefault(user => user.InternalId == id) is { } user ? (user.InternalId, user.FullName)
        : id == MeetingChats.System ? (MeetingChats.System, MeetingChats.System)
        : null;

    private IReadOnlyList<(string, string)> CreateChat(AkkaRequest request, SimulatedMeeting meeting)
    {
        var isWhole = AkkaRequest.Has(request.Body, "msg") && AkkaRequest.Has(request.Body, "users") && (options.Version != BbbVersion.V23 || AkkaRequest.Has(request.Body, "name"));
        if (!isWhole || request["access"] != "PRIVATE_ACCESS" || ChatUser(meeting, request.UserId) is not { } creator)
        {
            return [];
        }

        // BBB: those named and the one who makes it, as far as they are there.
        var participants = request.Body.GetProperty("users").EnumerateArray().Select(static user => user.GetString()!)
            .Append(creator.Id).Distinct().Where(id => ChatUser(meeting, id) is not null).ToList();
        var chat = meeting.Chats.Open($"{time.GetUtcNow().ToUnixTimeMilliseconds()}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}", participants);
        return [.. participants.Select(recipient => (From, messages.ChatCreated(meeting, chat, creator.Id, request["correlationId"], recipient)))];
    }

    private IReadOnlyList<(string, string)> Write(AkkaRequest request, SimulatedMeeting meeting)
    {
        if (options.IsChatDisabled || !AkkaRequest.Has(request.Body, "msg") || !IsOfThisRelease(request.Body.GetProperty("msg"))
            || ChatUser(meeting, request.UserId) is not { } sender)
        {
            return [];
        }

        var message = request.Body.GetProperty("msg");
        var line = new ChatLine(sender.Id, sender.Name, AkkaRequest.Text(message, "message"));
        if (request["chatId"] == "MAIN-PUBLIC-GROUP-CHAT")
        {
            meeting.WritePublic(line);
            return [];
        }

        if (meeting.Chats.Find(request["chatId"]) is not { } chat)
        {
            return [];
        }

        if (!chat.Participants.Contains(sender.Id))
        {
            // BBB throws out whoever writes into a chat of others.
            var reason = "User isn't a participant of the chat";
            if (meeting.Users.FirstOrDefault(user => user.InternalId == sender.Id) is { } user)
            {
                meeting.Leave(user);
            }

            return [(From, messages.Ejected(meeting, sender.Id, reason))];
        }

        meeting.Chats.WritePrivate(chat.Id, line);
        return [(From, messages.Broadcast(meeting, chat.Id, AkkaRequest.Text(message, "correlationId"), line))];
    }

    private bool IsOfThisRelease(JsonElement message)
    {
        var hasSender = message.TryGetProperty("sender", out var sender) && AkkaRequest.Has(sender, "id") && AkkaRequest.Has(sender, "name");
        return hasSender && AkkaRequest.Has(message, "correlationId") && options.Version switch
        {
            BbbVersion.V23 => AkkaRequest.Has(message, "color"),
            BbbVersion.V25 => message.TryGetProperty("chatEmphasizedText", out var isEmphasized) && isEmphasized.ValueKind is JsonValueKind.True or JsonValueKind.False,
            BbbVersion.V27 => AkkaRequest.Has(sender, "role"),
            _ => AkkaRequest.Has(sender, "role") && AkkaRequest.Has(message, "replyToMessageId") && AkkaRequest.Has(message, "metadata"),
        };
    }
}
