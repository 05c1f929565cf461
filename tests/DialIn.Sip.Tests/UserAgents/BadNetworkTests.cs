using System.Text;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>
/// What carriers do, through a network that loses three of ten datagrams, repeats two and holds back two: each request has its
/// answer, the application hears of it once, and nothing is left behind.
/// </summary>
public class BadNetworkTests
{
    private const string Timer = "Supported: timer\nAllow: INVITE, ACK, BYE, PRACK, UPDATE\nSession-Expires: 90;refresher=";

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3262, "3")]
    [Rfc(3311, "5.2")]
    public async Task EarlyMedia_IsConfirmed_ChangedByAnUpdate_AndAnswered(ulong seed)
    {
        await using var stacks = await StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        stacks.CalleeApplication.Invited = invite =>
        {
            invite.Watch(stacks.CalleeLog.Add);
            invite.Ring(183, "answer 1"u8.ToArray(), "application/sdp");
        };
        var invite = carrier.Send("INVITE", "Supported: 100rel", "offer 1");
        await carrier.UntilAsync(() => carrier.Confirmations.Count > 0);
        var updated = await carrier.SendAsync("UPDATE", body: "offer 2");
        Assert.Null(invite.Final);

        stacks.CalleeSession = stacks.CalleeApplication.Invites.Single().Accept(default, "application/sdp", stacks.CalleeLog.Add);
        await carrier.UntilAsync(() => invite.Final is not null);
        await BadNetwork.HangUpAsync(stacks, carrier);

        Assert.Equal("answer 1", Text(Assert.Single(carrier.Provisionals)));
        Assert.Equal([200], carrier.Confirmations);
        Assert.Equal((200, "answer to offer 2"), (updated.StatusCode, Text(updated)));
        Assert.Equal((200, ""), (invite.Final!.StatusCode, Text(invite.Final)));
        Assert.Equal(["offer 2"], Offers(stacks));
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3311, "5.2")]
    [Rfc(3261, "14.2")]
    public async Task Call_IsHeldResumedAndGivenAnotherCodec_ByUpdateAndByReinvite(ulong seed)
    {
        await using var stacks = await StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Accept(stacks);
        await carrier.SendAsync("INVITE", body: "offer");
        var answers = new List<string>();
        var acknowledged = 1;
        foreach (var (method, offer) in new[] { ("UPDATE", "hold"), ("INVITE", "resume"), ("UPDATE", "another codec"), ("UPDATE", "hold again"), ("INVITE", "fax"), ("INVITE", "resume again") })
        {
            // The last ACK may still be on its way: a re-INVITE that overtakes it would get 491.
            await carrier.UntilAsync(() => stacks.CalleeLog.Events.Count(static happened => happened is SessionConfirmed or ReinviteConfirmed) == acknowledged);
            var answer = await carrier.SendAsync(method, body: offer);
            answers.Add($"{answer.StatusCode} {Text(answer)}");
            acknowledged += method == "INVITE" && answer.IsSuccess ? 1 : 0;
        }

        await BadNetwork.HangUpAsync(stacks, carrier);

        Assert.Equal(
            ["200 answer to hold", "200 answer to resume", "200 answer to another codec", "200 answer to hold again", "488 ", "200 answer to resume again"], answers);
        Assert.Equal(["hold", "resume", "another codec", "hold again", "fax", "resume again"], Offers(stacks));
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3515, "2.4.2")]
    [Rfc(3261, "11.2")]
    [Rfc(3261, "8.2.1")]
    [Rfc(3261, "8.2.2.3")]
    public async Task Requests_ThatChangeNothing_GetTheirAnswer_AndTheCallGoesOn(ulong seed)
    {
        await using var stacks = await StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Accept(stacks);
        await carrier.SendAsync("INVITE", body: "offer");
        var answers = new List<(string, int)>();
        foreach (var (method, extra) in new[]
        {
            ("REFER", "Refer-To: <sip:0900@example.com>"), ("OPTIONS", ""), ("MESSAGE", ""), ("INFO", "Content-Type: application/dtmf-relay"), ("UPDATE", ""),
            ("OPTIONS", "Require: frobnication"), ("NOTIFY", "Event: refer"),
        })
        {
            answers.Add((method, (await carrier.SendAsync(method, extra)).StatusCode));
        }

        await BadNetwork.HangUpAsync(stacks, carrier);

        Assert.Equal([("REFER", 603), ("OPTIONS", 200), ("MESSAGE", 405), ("INFO", 200), ("UPDATE", 200), ("OPTIONS", 420), ("NOTIFY", 489)], answers);
        Assert.Single(stacks.CalleeLog.Events.OfType<SessionInfo>());
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "13.3.1.4")]
    public async Task LateOffer_IsAnsweredByTheAck_HoweverOftenItComes(ulong seed)
    {
        await using var stacks = await StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Accept(stacks);
        carrier.AckBody = "answer";
        var answer = await carrier.SendAsync("INVITE");
        await carrier.UntilAsync(() => stacks.CalleeLog.Events.OfType<SessionConfirmed>().Any());
        await BadNetwork.HangUpAsync(stacks, carrier);

        Assert.Equal(TwoStacks.Sdp.ToArray(), answer.Body.ToArray());
        Assert.Equal("answer", Text(stacks.CalleeLog.Single<SessionConfirmed>().Ack));
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "14.1")]
    public async Task Reinvites_OfBothSidesAtOnce_EachComeToOneEnd(ulong seed)
    {
        await using var stacks = await StartAsync(seed);

        // The pauses are chance, so each run throws other dice. At 30 % loss one run in twelve loses every ACK of some 200 for
        // 32 s, and the call ends as it must; at 15 % that is one in ten thousand.
        stacks.Network.LossRate = 0.15;
        stacks.CallerLog.Then = stacks.CalleeLog.Then;
        Accept(stacks);
        var session = stacks.Invite();
        await stacks.PassAsync(10);
        for (var round = 1; round <= 5; round++)
        {
            session.Reinvite("codec of the caller"u8.ToArray(), "application/sdp");
            stacks.CalleeSession!.Reinvite("codec of the callee"u8.ToArray(), "application/sdp");

            // How long the two need is chance as well.
            for (var step = 0; step < 400 && (Ends(stacks.CallerLog) < round || Ends(stacks.CalleeLog) < round); step++)
            {
                await stacks.PassAsync(1);
            }

            Assert.Equal((round, round), (Ends(stacks.CallerLog), Ends(stacks.CalleeLog)));
        }

        Assert.Contains(stacks.CallerLog.Events, static happened => happened is ReinviteAnswered);
        Assert.Contains(stacks.CalleeLog.Events, static happened => happened is ReinviteAnswered);
        session.Bye();
        await stacks.PassAsync(70);
        Assert.Equal((SessionEndCause.LocalBye, SessionEndCause.RemoteBye), (stacks.CallerLog.End!.Cause, stacks.CalleeLog.End!.Cause));
        Assert.Equal((0, 0), (stacks.Caller.TransactionCount, stacks.Callee.TransactionCount));

        static int Ends(EventLog log) => log.Events.Count(static happened => happened is ReinviteAnswered or ReinviteFailed);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(4028, "10")]
    public async Task Session_IsRefreshedByUs_AgainAndAgain(ulong seed)
    {
        await using var stacks = await StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Accept(stacks);
        var answer = await carrier.SendAsync("INVITE", Timer + "uas", "offer");
        Assert.Equal("90;refresher=uas", answer.Headers[HeaderNames.SessionExpires]);
        await carrier.PassAsync(600);
        Assert.Null(stacks.CalleeLog.End);

        // Each 45 s after the one before was answered.
        Assert.InRange(carrier.Of(SipMethod.Update).Count, 8, 13);
        await BadNetwork.HangUpAsync(stacks, carrier);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(4028, "10")]
    public async Task Session_IsRefreshedByTheCarrier_AndEndedByUsOnceItIsGone(ulong seed)
    {
        await using var stacks = await StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Accept(stacks);
        await carrier.SendAsync("INVITE", Timer + "uac", "offer");
        for (var refresh = 0; refresh < 10; refresh++)
        {
            await carrier.PassAsync(30);
            Assert.Equal(200, (await carrier.SendAsync("UPDATE", Timer + "uac")).StatusCode);
        }

        Assert.Null(stacks.CalleeLog.End);
        Assert.Empty(carrier.Of(SipMethod.Update));
        stacks.Network.Lose = static datagram => datagram.To.ToString() == RawPeer.Address || datagram.From.ToString() == RawPeer.Address;
        await carrier.PassAsync(150);

        Assert.Equal(SessionEndCause.Timeout, stacks.CalleeLog.End!.Cause);
        await stacks.PassAsync(70);
        Assert.Equal(0, stacks.Callee.TransactionCount);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "22.4")]
    public async Task Call_ThatIsAskedForItsPassword_IsLetInOnce(ulong seed)
    {
        await using var stacks = await StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Accept(stacks);
        var digest = new DigestServer("r", static _ => [DigestSecret.For("carrier", "r", "secret")], stacks.Time);
        stacks.CalleeApplication.Decides = (request, _) => digest.Judge(request, out var user) switch
        {
            DigestProof.Right => new EntryDecision.Enter(user),
            var proof => new EntryDecision.Refuse(401, digest.Challenge(proof == DigestProof.Stale), IsTrusted: true),
        };
        var responder = new DigestResponder(new DigestCredentials("carrier", "secret", "r"));
        var answer = await carrier.SendAsync("INVITE", body: "offer");
        Assert.Equal(401, answer.StatusCode);
        Assert.True(responder.TryRespond(new SipRequest(SipMethod.Invite, SipUri.Parse("sip:4711@192.0.2.2"), SipHeaders.Empty), answer, out var headers));
        carrier.Authorization = headers[HeaderNames.Authorization];
        answer = await carrier.SendAsync("INVITE", body: "offer");
        carrier.Authorization = null;
        await BadNetwork.HangUpAsync(stacks, carrier);

        Assert.Equal(200, answer.StatusCode);
        Assert.Equal("carrier", Assert.Single(stacks.CalleeApplication.Invites).Identity);
    }

    private static async Task<TwoStacks> StartAsync(ulong seed)
    {
        var stacks = await BadNetwork.StartAsync(seed);
        stacks.CalleeLog.Then = happened =>
        {
            if (happened is SessionReinvite { Invite: var offered } && Text(offered.Request) == "fax")
            {
                offered.Reject(488);
            }
            else if (happened is SessionReinvite { Invite: var taken })
            {
                taken.Accept(Encoding.ASCII.GetBytes($"answer to {Text(taken.Request)}"), "application/sdp");
            }
        };
        return stacks;
    }

    private static void Accept(TwoStacks stacks) => stacks.CalleeApplication.Invited = invite =>
    {
        invite.Ring();
        stacks.CalleeSession = invite.Accept(TwoStacks.Sdp, "application/sdp", stacks.CalleeLog.Add);
    };

    private static IEnumerable<string> Offers(TwoStacks stacks) => stacks.CalleeLog.Events.OfType<SessionReinvite>().Select(offered => Text(offered.Invite.Request));

    private static string Text(SipMessage message) => Encoding.ASCII.GetString(message.Body.Span);
}
