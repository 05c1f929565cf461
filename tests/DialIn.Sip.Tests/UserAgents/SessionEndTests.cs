using System.Diagnostics.Metrics;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>The rarer ways in which a session ends, and what is left behind.</summary>
public class SessionEndTests
{
    [Fact]
    [Rfc(3261, "15")]
    public async Task CalleesBye_AckNeverComes_IsSentAfter64T1()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));
        stacks.CalleeSession!.Bye("Q.850;cause=31");
        await stacks.PassAsync(31.9);
        Assert.Empty(peer.Of(SipMethod.Bye));
        await stacks.PassAsync(0.2);

        Assert.Equal("Q.850;cause=31", Assert.Single(peer.Of(SipMethod.Bye)).Headers[HeaderNames.Reason]);
        Assert.Equal(SessionEndCause.LocalBye, stacks.CalleeLog.End!.Cause);
    }

    [Fact]
    [Rfc(3261, "15.1.2")]
    public async Task PeersBye_BeforeItsAck_EndsTheSessionAndTheRepetitions()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));
        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bK2", toTag: peer.LastResponse.To.Tag, cseq: 2));
        var answers = peer.Responses.Count;
        await stacks.PassAsync(40);

        Assert.Equal("Ended", stacks.CalleeLog.Names);
        Assert.Equal(SessionEndCause.RemoteBye, stacks.CalleeLog.End!.Cause);
        Assert.Equal(answers, peer.Responses.Count);
        Assert.Empty(peer.Of(SipMethod.Bye));
    }

    [Fact]
    [Rfc(3261, "15.1.2")]
    public async Task PeersBye_WhileOurReinvitePends_ItsLateAnswerIsStillAcknowledged()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeSession!.Reinvite(TwoStacks.Sdp, "application/sdp");
        await stacks.SettleAsync();
        var reinvite = peer.LastRequest;
        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bK2", toTag: tag, cseq: 2));
        await peer.RespondAsync(reinvite, 487, to: TwoStacks.CalleeAddress);

        Assert.Single(peer.Of(SipMethod.Ack));
        Assert.Equal("Confirmed Ended", stacks.CalleeLog.Names);
        await stacks.PassAsync(70);
        Assert.Equal(0, stacks.Callee.TransactionCount);
    }

    [Fact]
    public async Task OurBye_WhileOurReinvitePends_LeavesNoTransactionBehind()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, _) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeSession!.Reinvite(TwoStacks.Sdp, "application/sdp");
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 100, to: TwoStacks.CalleeAddress);
        stacks.CalleeSession.Bye();
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.Of(SipMethod.Bye)[0], 200, to: TwoStacks.CalleeAddress);
        await stacks.PassAsync(70);

        Assert.Equal(0, stacks.Callee.TransactionCount);
    }

    [Fact]
    [Rfc(3261, "15.1.1")]
    public async Task OurBye_NeverAnswered_EndsTheDialogAllTheSame()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var (peer, tag) = await DialogTests.EstablishWithPeerAsync(stacks);
        stacks.CalleeSession!.Bye();
        await stacks.PassAsync(33);
        Assert.Equal(11, peer.Of(SipMethod.Bye).Count);

        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bK2", toTag: tag, cseq: 2));
        Assert.Equal(481, peer.LastResponse.StatusCode);
        Assert.Equal("Confirmed Ended", stacks.CalleeLog.Names);
    }

    [Fact]
    public async Task Cancel_OfAnInviteThatWasRefusedMeanwhile_ChangesNothing()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        var session = stacks.Invite(stacks.Call("sip:4711@192.0.2.99"));
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.Requests[0], 180);
        session.Bye();
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.Requests[0], 486);
        await peer.RespondAsync(peer.Of(SipMethod.Cancel)[0], 481);

        Assert.Equal("Progress Ended", stacks.CallerLog.Names);
        Assert.Equal(SessionEndCause.Cancelled, stacks.CallerLog.End!.Cause);
        Assert.Single(peer.Of(SipMethod.Ack));
    }

    [Fact]
    public async Task RejectAndRing_AfterTheCancel_DoNothing()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var session = stacks.Invite();
        await stacks.SettleAsync();
        session.Bye();
        await stacks.SettleAsync();
        var sent = stacks.Network.Log.Count;
        var pending = Assert.Single(stacks.CalleeApplication.Invites);
        pending.Ring();
        pending.Reject(486);
        await stacks.SettleAsync();

        Assert.Equal(sent, stacks.Network.Log.Count);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(200)]
    public async Task Ring_WithAStatusThatIsNone_IsAnError(int status)
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Invite();
        await stacks.SettleAsync();

        Assert.Throws<ArgumentOutOfRangeException>(() => stacks.CalleeApplication.Invites[0].Ring(status));
    }

    [Fact]
    public async Task EarlyDialog_OtherRequests_AreAnsweredWithoutDisturbingTheInvite()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));
        var tag = peer.LastResponse.To.Tag;
        var expected = new Dictionary<string, int> { ["OPTIONS"] = 200, ["INFO"] = 481, ["UPDATE"] = 200, ["PRACK"] = 481, ["INVITE"] = 500 };
        uint number = 1;
        foreach (var (method, status) in expected)
        {
            await peer.SendAsync(RawPeer.Request(method, branch: $"z9hG4bKe{method}", toTag: tag, cseq: ++number));
            Assert.Equal(status, peer.LastResponse.StatusCode);
        }

        stacks.CalleeApplication.Invites[0].Reject(486);
        await stacks.SettleAsync();
        Assert.Equal(486, peer.LastResponse.StatusCode);
    }

    [Fact]
    public async Task Drops_AreCountedByReasonOnTheMeter()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var seen = new List<string?>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument is { Meter.Name: "DialIn.Sip", Name: "dialin.sip.dropped" })
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            lock (seen)
            {
                seen.Add(tags[0].Value?.ToString());
            }
        });
        listener.Start();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("ACK", toTag: "none"));

        lock (seen)
        {
            Assert.Contains(nameof(DropReason.StrayAck), seen);
        }
    }

    [Fact]
    public async Task PublicAddress_IsWhatThePeerIsTold()
    {
        await using var stacks = await TwoStacks.StartAsync(options: new SipStackOptions { Listen = [], PublicAddresses = [System.Net.IPAddress.Parse("203.0.113.7")], UserAgent = "Bridge" });
        stacks.Invite();
        await stacks.SettleAsync();
        var invite = Assert.Single(stacks.CalleeApplication.Invites).Request;

        Assert.Equal("203.0.113.7", invite.TopVia.SentByHost);
        Assert.Equal("192.0.2.1", invite.TopVia.Received);
        Assert.Equal("sip:alice@203.0.113.7:5060", invite.Contact!.Uri.ToString());
        Assert.Equal("Bridge", invite.Headers[HeaderNames.UserAgent]);
    }
}
