using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class LossTests
{
    [Fact]
    [Rfc(3261, "17.2.3")]
    public async Task Invite_Duplicated_MakesOneCall()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Network.DuplicationRate = 1;
        var session = await stacks.EstablishAsync();
        session.Bye();
        await stacks.PassAsync(40);

        Assert.Single(stacks.CalleeApplication.Invites);
        Assert.Equal("Answered Ended", stacks.CallerLog.Names);
        Assert.Equal("Confirmed Ended", stacks.CalleeLog.Names);
    }

    [Fact]
    [Rfc(3261, "13.3.1.4")]
    public async Task Ack_Lost_AnswerIsRepeatedAndAcknowledgedAgain()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var lost = 0;
        stacks.Network.Lose = datagram => datagram.Message is SipRequest { Method.Name: "ACK" } && ++lost <= 2;
        stacks.AcceptAll();
        stacks.Invite();
        await stacks.PassAsync(2);

        Assert.Equal(3, stacks.Count("callee 200 INVITE"));
        Assert.Equal(3, stacks.Count("caller ACK"));
        Assert.Equal("Answered", stacks.CallerLog.Names);
        Assert.Equal("Confirmed", stacks.CalleeLog.Names);
        Assert.Single(stacks.From<SipRequest>(TwoStacks.CallerAddress, request => request.Method == SipMethod.Ack).Select(ack => ack.TopVia.Branch).Distinct());
    }

    [Theory]
    [InlineData(SipProtocol.Udp)]
    [InlineData(SipProtocol.Tcp)]
    [Rfc(3261, "13.3.1.4")]
    public async Task Ack_NeverComes_AnswerIsRepeatedUpToT2ThenByeAndAckMissing(SipProtocol protocol)
    {
        await using var stacks = await TwoStacks.StartAsync(protocol: protocol);
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE").Replace("SIP/2.0/UDP", protocol == SipProtocol.Udp ? "SIP/2.0/UDP" : "SIP/2.0/TCP", StringComparison.Ordinal)
            .Replace("192.0.2.99:5060>", protocol == SipProtocol.Udp ? "192.0.2.99:5060>" : "192.0.2.99:5060;transport=tcp>", StringComparison.Ordinal));

        await stacks.PassAsync(31.95);
        Assert.Null(stacks.CalleeLog.End);

        // At 0, 0.5, 1.5, 3.5, 7.5 and then every 4 s up to 31.5.
        Assert.Equal(11, peer.Responses.Count(response => response.StatusCode == 200));
        Assert.Empty(peer.Of(SipMethod.Bye));
        await stacks.PassAsync(0.1);

        Assert.Single(peer.Of(SipMethod.Bye));
        Assert.Equal("Ended", stacks.CalleeLog.Names);
        Assert.Equal(SessionEndCause.AckMissing, stacks.CalleeLog.End!.Cause);
    }

    [Fact]
    [Rfc(3261, "15")]
    public async Task Bye_OfTheCalleeBeforeTheAck_WaitsForIt()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.AcceptAll();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("INVITE"));
        var tag = peer.LastResponse.To.Tag;

        stacks.CalleeSession!.Bye();
        await stacks.PassAsync(1);
        Assert.Equal(SessionEndCause.LocalBye, stacks.CalleeLog.End!.Cause);
        Assert.Empty(peer.Of(SipMethod.Bye));
        await peer.SendAsync(RawPeer.Request("ACK", branch: "z9hG4bKraw-ack", toTag: tag));

        Assert.Single(peer.Of(SipMethod.Bye));
        Assert.Equal("Ended", stacks.CalleeLog.Names);
    }

    [Fact]
    [Rfc(3261, "15.1.2")]
    public async Task Bye_CrossingTheOther_BothAreAnsweredAndEachSideEndsOnce()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Network.MinDelay = stacks.Network.MaxDelay = TimeSpan.FromMilliseconds(50);
        stacks.AcceptAll();
        var session = stacks.Invite();
        await stacks.PassAsync(1);

        session.Bye();
        stacks.CalleeSession!.Bye();
        await stacks.PassAsync(1);

        Assert.Equal(1, stacks.Count("caller 200 BYE"));
        Assert.Equal(1, stacks.Count("callee 200 BYE"));
        Assert.Equal(SessionEndCause.LocalBye, stacks.CallerLog.End!.Cause);
        Assert.Equal(SessionEndCause.LocalBye, stacks.CalleeLog.End!.Cause);
    }

    [Fact]
    [Rfc(3261, "9.1")]
    public async Task Cancel_RacingTheAnswer_BothSidesEndTheCall()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Network.MinDelay = stacks.Network.MaxDelay = TimeSpan.FromMilliseconds(50);
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        var session = stacks.Invite();
        await stacks.PassAsync(0.5);

        stacks.CalleeSession = stacks.CalleeApplication.Invites[0].Accept(TwoStacks.Sdp, "application/sdp", stacks.CalleeLog.Add);
        session.Bye();
        await stacks.PassAsync(2);

        Assert.Equal("Progress Ended", stacks.CallerLog.Names);
        Assert.Equal(SessionEndCause.RemoteBye, stacks.CalleeLog.End!.Cause);
        Assert.Equal(1, stacks.Count("callee 200 CANCEL"));
        Assert.Equal(0, stacks.Count("callee 487 INVITE"));
        Assert.Equal(1, stacks.Count("caller ACK"));
        Assert.Equal(1, stacks.Count("callee 200 BYE"));
    }

    public static TheoryData<ulong> Seeds() => [.. Enumerable.Range(1, 40).Select(seed => (ulong)seed)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Calls_ThroughABadNetwork_EndOnBothSidesAndLeaveNothing(ulong seed)
    {
        await using var stacks = await TwoStacks.StartAsync(seed);
        stacks.SpoilTheNetwork();
        var callers = new List<EventLog>();
        var callees = new List<EventLog>();
        stacks.CalleeApplication.Invited = invite =>
        {
            var number = callees.Count;
            var log = new EventLog();
            callees.Add(log);
            invite.Ring();
            if (number % 4 == 3)
            {
                invite.Watch(log.Add);
                return;
            }

            var session = invite.Accept(TwoStacks.Sdp, "application/sdp", log.Add);
            log.Then = happened =>
            {
                if (happened is SessionConfirmed && number % 2 == 0)
                {
                    session.Bye();
                }
            };
        };
        var sessions = new List<InviteSession>();
        for (var i = 0; i < 8; i++)
        {
            var log = new EventLog();
            callers.Add(log);
            sessions.Add(stacks.Caller.Invite(stacks.Call(), log.Add));
            await stacks.PassAsync(0.2);
        }

        await stacks.PassAsync(20);
        sessions.ForEach(session => session.Bye());
        await stacks.PassAsync(90);

        Assert.Contains(callers, log => log.Events.OfType<SessionAnswered>().Any());
        Assert.Contains(callees, log => log.Events.OfType<SessionConfirmed>().Any());
        Assert.All(callers, log => Assert.Single(log.Events.OfType<SessionEnded>()));
        Assert.All(callees, log => Assert.Single(log.Events.OfType<SessionEnded>()));
        Assert.All(callers.Concat(callees), log => Assert.IsType<SessionEnded>(log.Events[^1]));
        Assert.True(callees.Count <= callers.Count, "a call was made twice");
        Assert.Equal(0, stacks.Caller.TransactionCount);
        Assert.Equal(0, stacks.Callee.TransactionCount);
    }
}
