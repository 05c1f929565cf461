using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Hooks;
using DialIn.BigBlueButton.Redis;
using DialIn.Meetings;
using DialIn.Testing;
using DialIn.Tests.Announcements;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using StackExchange.Redis;

namespace DialIn.Tests.BigBlueButton;

/// <summary>A real Redis, and one that is none.</summary>
public class RedisConnectionTests
{
    // The library measures by the machine's clock, and a busy machine may stand still for longer than it waits. (How soon it connects again goes by the time to connect.)
    private const string Patient = "asyncTimeout=60000,syncTimeout=60000";

    private static readonly RedisChannel FromAkka = RedisChannel.Literal("from-akka-apps-redis-channel");
    private static readonly RedisChannel ToAkka = RedisChannel.Literal("to-akka-apps-redis-channel");
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PeerThatAcceptsAndSaysNothing_IsTriedAgain_UntilItAnswers()
    {
        var port = TestPorts.NextFree();
        var log = new FakeLogger();
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, $"127.0.0.1:{port},connectTimeout=200,asyncTimeout=200,syncTimeout=200");
        RedisConnection connection;
        using (var silent = new TcpListener(IPAddress.Loopback, port))
        {
            silent.Start();
            connection = seat.Connect(log);
            // The clock stands: it is the library that gives up.
            await Waiting.UntilAsync(() => log.Collector.GetSnapshot().Any(static entry => entry.Id.Id == 3404), Cancel);
        }

        await using var redis = await RedisServer.StartAsync(Cancel, port: port);
        await ConnectedAsync(seat, connection);
    }

    [Fact]
    public async Task SubscriptionThatTimesOut_IsTriedAgain_UntilItIsAnswered()
    {
        var log = new FakeLogger();
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var muted = new MutedRedis(redis.Port);
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, $"127.0.0.1:{muted.Port},connectTimeout=2000,asyncTimeout=500,syncTimeout=500");
        var connection = seat.Connect(log);
        await Waiting.UntilAsync(() => log.Collector.GetSnapshot().Any(static entry => entry.Id.Id == 3404), Cancel);

        muted.Heal();
        await ConnectedAsync(seat, connection);
    }

    [Fact]
    public async Task WhatWasSaidBeforeUsersAreAskedFor_DoesNotMakeAModerator()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, $"{redis.EndPoint},{Patient}");
        var connection = seat.Connect(NullLogger.Instance);
        await ConnectedAsync(seat, connection);
        await redis.KillAsync();
        await Waiting.UntilAsync(() => !connection.IsConnected, Cancel);
        await redis.StartAgainAsync(Cancel);
        await using var akka = await ConnectionMultiplexer.ConnectAsync($"{redis.EndPoint},{Patient},connectTimeout=60000");

        // The subscription is back, and the clock stands: nobody has asked yet who is there. The second user shows that all of the first was read.
        await HeardAsync(seat, akka, "w_1");
        await HeardAsync(seat, akka, "w_2");
        await ConnectedAsync(seat, connection);

        Assert.False(seat.Announcer.Knows("int-1", "w_1"));
    }

    [Fact]
    public async Task ModeratorThatOnlyAWebhookToldOf_IsAskedFor_InAllMeetingsWhereNobodyAnswers()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var akka = await ConnectionMultiplexer.ConnectAsync($"{redis.EndPoint},{Patient},connectTimeout=60000");
        var asked = new ConcurrentQueue<string>();
        await akka.GetSubscriber().SubscribeAsync(ToAkka, (_, message) => asked.Enqueue(message.ToString()));
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, $"{redis.EndPoint},{Patient}");
        var connection = seat.Connect(NullLogger.Instance);
        await AskedAsync(seat, asked, "GetAllMeetingsReqMsg");
        asked.Clear();

        await new ServerLine(seat.Options, seat.Announcer, connection).TakeAsync(new HookModerator("int-1", "w_1"), seat.Meetings, seat.Time.GetTimestamp());

        await AskedAsync(seat, asked, "GetUsersMeetingReqMsg");
        await AskedAsync(seat, asked, "GetAllMeetingsReqMsg");
    }

    [Fact]
    public async Task ServerThatComesUpLate_IsAskedUntilItHasToldOfEachMeeting_AndThenNoMore()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        await using var seat = await AnnouncerSeat.OpenAsync(Cancel, $"{redis.EndPoint},{Patient},connectTimeout=60000");
        foreach (var id in (string[])["int-1", "int-2"])
        {
            seat.Meetings.MeetingCreated(new RunningMeeting($"room-{id}", id, "bbb1", "71347", seat.Time.GetUtcNow(), null), seat.Time.GetTimestamp());
        }

        var connection = seat.Connect(NullLogger.Instance);
        await seat.Time.TimerSetAsync(LookEvery, Cancel);
        await Waiting.UntilAsync(
            async () =>
            {
                await LookAsync(seat);
                return connection.IsConnected;
            },
            Cancel);

        // Nobody has heard the first questions.
        await using var akka = await ConnectionMultiplexer.ConnectAsync($"{redis.EndPoint},{Patient},connectTimeout=60000");
        var asked = new ConcurrentQueue<string>();
        (await akka.GetSubscriber().SubscribeAsync(ToAkka)).OnMessage(message => asked.Enqueue(message.Message.ToString()));

        Assert.NotEqual(0, await AskedForAllAsync(70));
        await ListAsync(seat, akka, "int-1");
        Assert.NotEqual(0, await AskedForAllAsync(70));
        await ListAsync(seat, akka, "int-2");
        Assert.Equal(0, await AskedForAllAsync(300));

        // How often, in so many seconds; it asks once a minute at least.
        async Task<int> AskedForAllAsync(int seconds)
        {
            asked.Clear();
            for (var i = 0; i < seconds; i++)
            {
                await LookAsync(seat);
            }

            // It waits for the clock again: whatever it has asked is heard before this.
            await connection.PublishAsync("all was asked");
            await Waiting.UntilAsync(() => asked.Contains("all was asked"), Cancel);
            return asked.Count(static message => message.Contains("GetAllMeetingsReqMsg", StringComparison.Ordinal));
        }
    }

    // A connection that stands and waits looks once, and waits again.
    private static Task LookAsync(AnnouncerSeat seat)
    {
        seat.Time.Advance(LookEvery);
        return seat.Time.TimerSetAsync(LookEvery, Cancel);
    }

    private static Task ListAsync(AnnouncerSeat seat, ConnectionMultiplexer akka, string meeting) => Waiting.UntilAsync(
        async () =>
        {
            await akka.GetSubscriber().PublishAsync(
                FromAkka,
                $$$$"""{"envelope":{"name":"GetUsersMeetingRespMsg"},"core":{"header":{"meetingId":"{{{{meeting}}}}"},"body":{"users":[{"intId":"w_{{{{meeting}}}}","role":"MODERATOR"}]}}}""");
            return seat.Announcer.Knows(meeting, $"w_{meeting}");
        },
        Cancel);

    private static Task ConnectedAsync(AnnouncerSeat seat, RedisConnection connection) => PassUntilAsync(seat, () => connection.IsConnected);

    private static Task AskedAsync(AnnouncerSeat seat, ConcurrentQueue<string> asked, string name) =>
        PassUntilAsync(seat, () => asked.Any(message => message.Contains(name, StringComparison.Ordinal)));

    private static Task PassUntilAsync(AnnouncerSeat seat, Func<bool> condition) => Waiting.UntilAsync(
        () =>
        {
            seat.Time.Advance(TimeSpan.FromSeconds(1));
            return condition();
        },
        Cancel);

    private static Task HeardAsync(AnnouncerSeat seat, ConnectionMultiplexer akka, string userId) => Waiting.UntilAsync(
        async () =>
        {
            await akka.GetSubscriber().PublishAsync(
                FromAkka,
                $$$$"""{"envelope":{"name":"UserJoinedMeetingEvtMsg"},"core":{"header":{"meetingId":"int-1"},"body":{"intId":"{{{{userId}}}}","role":"MODERATOR"}}}""");
            return seat.Announcer.Knows("int-1", userId);
        },
        Cancel);
}
