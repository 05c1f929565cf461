using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class PrackLossTests
{
    public static TheoryData<ulong> Seeds() => [.. Enumerable.Range(1, 20).Select(seed => (ulong)seed)];

    // Every fourth call is refused, every fourth cancelled; the others are answered at once, or after a 183 that carried the answer.
    [Theory]
    [MemberData(nameof(Seeds))]
    [Rfc(3262, "3")]
    [Rfc(3262, "4")]
    public async Task ReliableProvisionals_ThroughABadNetwork_LeadToOneEndOnBothSides(ulong seed)
    {
        await using var stacks = await TwoStacks.StartAsync(seed);
        stacks.SpoilTheNetwork();
        var callees = new List<EventLog>();
        stacks.CalleeApplication.Invited = invite =>
        {
            var number = callees.Count;
            var log = new EventLog();
            callees.Add(log);
            invite.Ring();
            switch (number % 4)
            {
                case 0:
                    invite.Accept(TwoStacks.Sdp, "application/sdp", log.Add);
                    break;
                case 1:
                    invite.Ring(183, TwoStacks.Sdp, "application/sdp");
                    invite.Accept(TwoStacks.Sdp, "application/sdp", log.Add);
                    break;
                case 2:
                    invite.Reject(486);
                    log.Add(new SessionEnded(new SessionEnd(SessionEndCause.Rejected)));
                    break;
                default:
                    invite.Watch(log.Add);
                    break;
            }
        };
        var callers = new List<EventLog>();
        var sessions = new List<InviteSession>();
        for (var i = 0; i < 8; i++)
        {
            var log = new EventLog();
            callers.Add(log);
            var call = stacks.Call() with { ExtraHeaders = SipHeaders.Empty.WithAdded(HeaderNames.Require, "100rel") };
            sessions.Add(stacks.Caller.Invite(call, log.Add));
            await stacks.PassAsync(0.2);
        }

        await stacks.PassAsync(30);
        var answered = callers.Where(log => log.Events.OfType<SessionAnswered>().Any()).ToList();
        sessions.ForEach(session => session.Bye());
        await stacks.PassAsync(120);

        Assert.NotEmpty(answered);
        Assert.All(answered, log => Assert.Equal(TwoStacks.Sdp.ToArray(), log.Single<SessionAnswered>().Answer.ToArray()));
        Assert.All(callers.Concat(callees), log => Assert.Single(log.Events.OfType<SessionEnded>()));
        Assert.Equal(0, stacks.Caller.TransactionCount);
        Assert.Equal(0, stacks.Callee.TransactionCount);
    }
}
