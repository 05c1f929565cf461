using System.Text.Json;
using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Redis;
using DialIn.Ivr;
using DialIn.Tests.Pins;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.BigBlueButton;

public class RedisModeratorChatTests
{
    private static readonly DialIn.Pins.Pin Pin = "481205937".ToPin();
    private static readonly AnnouncementJob Job = new("room", "int-1", AnnouncementWay.ModeratorChat, "w_1", 1, "en");
    private readonly FakeTimeProvider _time = new();
    private readonly Link _link = new();
    private readonly AnnounceOptions _options = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Moderator_IsWrittenToInAChatOfTheirOwn()
    {
        var chat = Chat();
        _link.Answer = message => Answer(chat, message);

        Assert.Equal(AnnouncementOutcome.Announced, await chat.AnnounceAsync(Job, Pin, static () => true, Cancel));

        var create = _link.Sent[0].GetProperty("core").GetProperty("body");
        Assert.Equal(["SYSTEM", "w_1"], create.GetProperty("users").EnumerateArray().Select(static user => user.GetString()));
        Assert.Equal("PRIVATE_ACCESS", create.GetProperty("access").GetString());
        AssertHasNoPin(_link.Sent[0]);
        var write = _link.Sent[1].GetProperty("core");
        Assert.Equal(("int-1", "SYSTEM"), (write.GetProperty("header").GetProperty("meetingId").GetString(), write.GetProperty("header").GetProperty("userId").GetString()));
        Assert.Equal("chat-1", write.GetProperty("body").GetProperty("chatId").GetString());
        Assert.Contains("481 205 937", write.GetProperty("body").GetProperty("msg").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sender_MayBeTheModerator()
    {
        _options.ChatSender = "{moderator}";
        var chat = Chat();
        _link.Answer = message => Answer(chat, message);

        Assert.Equal(AnnouncementOutcome.Announced, await chat.AnnounceAsync(Job, Pin, static () => true, Cancel));

        Assert.Equal("w_1", _link.Sent[0].GetProperty("core").GetProperty("header").GetProperty("userId").GetString());
        Assert.Equal(["w_1"], _link.Sent[0].GetProperty("core").GetProperty("body").GetProperty("users").EnumerateArray().Select(static user => user.GetString()));
    }

    [Fact]
    public async Task DemotedWhileTheChatIsMade_IsNotToldThePin()
    {
        var chat = Chat();
        var isModerator = true;
        _link.Answer = message =>
        {
            isModerator = false;
            Answer(chat, message);
        };

        Assert.Equal(AnnouncementOutcome.Gone, await chat.AnnounceAsync(Job, Pin, () => isModerator, Cancel));

        Assert.Equal(["CreateGroupChatReqMsg"], SentNames());
        Assert.All(_link.Sent, AssertHasNoPin);
    }

    [Fact]
    public async Task NobodyHears_IsUnreachable()
    {
        _link.Hearers = 0;
        Assert.Equal(AnnouncementOutcome.Unreachable, await Chat().AnnounceAsync(Job, Pin, static () => true, Cancel));
        _link.IsConnected = false;
        Assert.Equal(AnnouncementOutcome.Unreachable, await Chat().AnnounceAsync(Job, Pin, static () => true, Cancel));
    }

    [Fact]
    public async Task ChatThatComesLate_IsUsedByTheNextAttempt()
    {
        var chat = Chat();
        var first = chat.AnnounceAsync(Job, Pin, static () => true, Cancel);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(AnnouncementOutcome.NoAnswer, await first);
        Answer(chat, _link.Sent[0]);
        _link.Answer = message => Answer(chat, message);

        Assert.Equal(AnnouncementOutcome.Announced, await chat.AnnounceAsync(Job, Pin, static () => true, Cancel));

        Assert.Equal(["CreateGroupChatReqMsg", "SendGroupChatMessageMsg"], SentNames());
    }

    [Fact]
    public async Task MessageThatIsNotConfirmed_IsSentAgainUnlessTheConnectionWasLostMeanwhile()
    {
        var chat = Chat();
        _link.Answer = message => Answer(chat, message, confirms: false);
        var unconfirmed = chat.AnnounceAsync(Job, Pin, static () => true, Cancel);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(AnnouncementOutcome.NoAnswer, await unconfirmed);

        var lost = chat.AnnounceAsync(Job, Pin, static () => true, Cancel);
        _link.Epoch++;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(AnnouncementOutcome.Announced, await lost);
    }

    [Fact]
    public async Task WhatTheModeratorWrites_IsNoConfirmationOfOurs()
    {
        var chat = Chat();
        _link.Answer = message =>
        {
            Answer(chat, message, confirms: false);
            chat.Take(new ChatWritten("chat-1", "w_1-1732698000000"));
            chat.Take(new ChatWritten("chat-1", ""));
        };
        var unconfirmed = chat.AnnounceAsync(Job, Pin, static () => true, Cancel);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(AnnouncementOutcome.NoAnswer, await unconfirmed);

        _link.Answer = message => Answer(chat, message);
        Assert.Equal(AnnouncementOutcome.Announced, await chat.AnnounceAsync(Job, Pin, static () => true, Cancel));
    }

    [Fact]
    public async Task ConfirmationThatComesLate_Counts_AndNothingIsWrittenAgain()
    {
        var chat = Chat();
        _link.Answer = message => Answer(chat, message, confirms: false);
        var unconfirmed = chat.AnnounceAsync(Job, Pin, static () => true, Cancel);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(AnnouncementOutcome.NoAnswer, await unconfirmed);

        Answer(chat, _link.Sent[1]);

        Assert.Equal(AnnouncementOutcome.Announced, await chat.AnnounceAsync(Job, Pin, static () => true, Cancel));
        Assert.Equal(["CreateGroupChatReqMsg", "SendGroupChatMessageMsg"], SentNames());
    }

    [Fact]
    public async Task PublishOfWhichNobodyKnowsWhetherItWasHeard_IsWaitedFor_AndAnnouncedOnlyWhenConfirmed()
    {
        _link.Hearers = null;
        var chat = Chat();
        _link.Answer = message => Answer(chat, message);
        Assert.Equal(AnnouncementOutcome.Announced, await chat.AnnounceAsync(Job, Pin, static () => true, Cancel));

        _link.Answer = message => Answer(chat, message, confirms: false);
        var unconfirmed = chat.AnnounceAsync(Job with { Recipient = "w_2" }, Pin, static () => true, Cancel);
        _link.Epoch++;
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(AnnouncementOutcome.NoAnswer, await unconfirmed);
    }

    private static void AssertHasNoPin(JsonElement message)
    {
        // The whole of it: an id made at random may well hold any few digits.
        Assert.DoesNotContain("481205937", message.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("481 205 937", message.GetRawText(), StringComparison.Ordinal);
    }

    private static void Answer(RedisModeratorChat chat, JsonElement message, bool confirms = true)
    {
        var body = message.GetProperty("core").GetProperty("body");
        if (message.GetProperty("envelope").GetProperty("name").GetString() == "CreateGroupChatReqMsg")
        {
            chat.Take(new ChatOpened(body.GetProperty("correlationId").GetString()!, "chat-1"));
        }
        else if (confirms)
        {
            chat.Take(new ChatWritten(body.GetProperty("chatId").GetString()!, body.GetProperty("msg").GetProperty("correlationId").GetString()!));
        }
    }

    private IEnumerable<string?> SentNames() => _link.Sent.Select(static message => message.GetProperty("envelope").GetProperty("name").GetString());

    private RedisModeratorChat Chat() => new(_link, new DialInTexts(PromptFiles.BuiltInFolder, null, [new DialInNumber("+4961511234567", null, ["de", "en"])]), _options, _time);

    private sealed class Link : IRedisLink
    {
        public bool IsConnected { get; set; } = true;

        public int Epoch { get; set; }

        public long? Hearers { get; set; } = 1;

        public List<JsonElement> Sent { get; } = [];

        public Action<JsonElement> Answer { get; set; } = static _ => { };

        public Task<long?> PublishAsync(string message)
        {
            Sent.Add(JsonDocument.Parse(message).RootElement);
            Answer(Sent[^1]);
            return Task.FromResult(Hearers);
        }
    }
}
