using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>How calls fail and end through a network that loses three of ten datagrams, repeats two and holds back two: each in one way only, and nothing is left behind.</summary>
public class BadNetworkEndsTests
{
    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "9.2")]
    public async Task Cancel_WhileItRings_IsTheOneEnd(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Ring(stacks);
        var invite = carrier.Send("INVITE", "Require: 100rel", "offer");
        await carrier.UntilAsync(() => carrier.Confirmations.Count > 0);
        carrier.Cancel();
        await carrier.UntilAsync(() => invite.Final is not null);

        Assert.Equal(487, invite.Final!.StatusCode);
        await BadNetwork.AssertEndedAsync(stacks, carrier, SessionEndCause.Cancelled);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "15.1.2")]
    public async Task Bye_WhileItRings_IsTheOneEnd(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        Ring(stacks);
        var invite = carrier.Send("INVITE", "Require: 100rel", "offer");
        await carrier.UntilAsync(() => carrier.Confirmations.Count > 0);
        var bye = await carrier.SendAsync("BYE", "Reason: Q.850;cause=19");
        await carrier.UntilAsync(() => invite.Final is not null);

        Assert.Equal((200, 487), (bye.StatusCode, invite.Final!.StatusCode));
        await BadNetwork.AssertEndedAsync(stacks, carrier, SessionEndCause.Cancelled);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "14.2")]
    [Rfc(3261, "9.2")]
    public async Task Reinvite_TakenBack_LeavesTheCallAsItWas_AndTheNextOneWithoutAnOfferGetsOurs(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        stacks.AcceptAll();
        await carrier.SendAsync("INVITE", body: "offer");
        await carrier.UntilAsync(() => stacks.CalleeLog.Events.OfType<SessionConfirmed>().Any());
        var reinvite = carrier.Send("INVITE", body: "another codec");
        await carrier.UntilAsync(() => stacks.CalleeLog.Events.OfType<SessionReinvite>().Any());
        carrier.Cancel();
        await carrier.UntilAsync(() => reinvite.Final is not null);
        Assert.Equal(487, reinvite.Final!.StatusCode);
        Assert.Single(stacks.CalleeLog.Events.OfType<ReinviteWithdrawn>());

        stacks.CalleeLog.Then = happened => (happened as SessionReinvite)?.Invite.Accept("our offer"u8.ToArray(), "application/sdp");
        carrier.AckBody = "the answer";
        var late = await carrier.SendAsync("INVITE");
        await carrier.UntilAsync(() => stacks.CalleeLog.Events.OfType<ReinviteConfirmed>().Any());

        Assert.Equal((200, "our offer"), (late.StatusCode, Encoding.ASCII.GetString(late.Body.Span)));
        Assert.Equal("the answer", Encoding.ASCII.GetString(stacks.CalleeLog.Single<ReinviteConfirmed>().Ack.Body.Span));
        await BadNetwork.HangUpAsync(stacks, carrier);
    }

    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3261, "8.2.2.3")]
    [Rfc(4028, "9")]
    public async Task Invites_ThatCannotBe_AreRefusedOnceEach_AndTheNextIsTaken(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed);
        await using var carrier = await CarrierPeer.StartAsync(stacks);
        stacks.AcceptAll();

        var unknown = await carrier.SendAsync("INVITE", "Require: precondition", "offer");
        var brief = await carrier.SendAsync("INVITE", "Supported: timer\nSession-Expires: 30", "offer");
        var answer = await carrier.SendAsync("INVITE", "Supported: timer\nSession-Expires: 90;refresher=uas", "offer");
        Assert.Equal((420, "precondition"), (unknown.StatusCode, unknown.Headers[HeaderNames.Unsupported]));
        Assert.Equal((422, "90"), (brief.StatusCode, brief.Headers[HeaderNames.MinSE]));
        Assert.Equal((200, "90;refresher=uas"), (answer.StatusCode, answer.Headers[HeaderNames.SessionExpires]));

        await BadNetwork.HangUpAsync(stacks, carrier);
    }

    // The first target is not there; the second one takes the call.
    [Theory]
    [MemberData(nameof(BadNetwork.Seeds), MemberType = typeof(BadNetwork))]
    [Rfc(3263, "4.3")]
    public async Task CallOfOurs_FailsOverToTheTargetThatTakesIt_Once(ulong seed)
    {
        await using var stacks = await BadNetwork.StartAsync(seed, new ScriptedDns(
            "_sip._udp.site.example SRV 0 0 5060 silent.site.example",
            "_sip._udp.site.example SRV 1 0 5060 taker.site.example",
            "silent.site.example A 192.0.2.98",
            "taker.site.example A 192.0.2.2"));
        stacks.AcceptAll();
        stacks.Invite(stacks.Call("sip:4711@site.example"));
        await stacks.PassAsync(38);

        Assert.Single(stacks.CalleeApplication.Invites);
        Assert.Equal("Answered", stacks.CallerLog.Names);
        Assert.Equal("Confirmed", stacks.CalleeLog.Names);
        stacks.CalleeSession!.Bye();
        await stacks.PassAsync(70);
        Assert.Equal((SessionEndCause.RemoteBye, SessionEndCause.LocalBye), (stacks.CallerLog.End!.Cause, stacks.CalleeLog.End!.Cause));
        Assert.Equal(0, stacks.Caller.TransactionCount + stacks.Callee.TransactionCount);
    }

    private static void Ring(TwoStacks stacks) => stacks.CalleeApplication.Invited = invite =>
    {
        invite.Watch(stacks.CalleeLog.Add);
        invite.Ring();
    };
}
