using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>
/// Damaged messages in a running stack: whatever comes, nothing is logged above Debug (the fixture fails otherwise), no
/// session ends twice, and the next proper call succeeds.
/// </summary>
public class HostileInputTests
{
    private static readonly string[] Scraps =
    [
        ";tag=", ";", ",", ":", "<", ">", "\"", "@", "sip:", "tel:+49", "http:", ";lr", "%", "%0", "\r\n", "\0", "ü", "*", "-1", "4294967296", "99999999999999999999",
        "z9hG4bK", ";branch=", ";rport", ";maddr=[::1]", "?", "[", "]", "Require: x\r\n", "Route: <sip:a>\r\n", "Record-Route: <tel:1>\r\n", "Contact: *\r\n", "Expires: 0\r\n", "CANCEL", "ACK",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task DamagedRequests_NeverDisturbTheStack(int seed)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var logs = new List<EventLog>();
        stacks.CalleeApplication.Invited = invite =>
        {
            var log = new EventLog();
            logs.Add(log);
            log.Then = happened => (happened as SessionReinvite)?.Invite.Accept(TwoStacks.Sdp, "application/sdp");
            invite.Ring();
            if (logs.Count % 3 == 0)
            {
                invite.Watch(log.Add);
            }
            else
            {
                invite.Accept(TwoStacks.Sdp, "application/sdp", log.Add);
            }
        };
        var peer = await stacks.AddPeerAsync();
        var dice = new Dice((ulong)seed);
        string[] methods = ["INVITE", "ACK", "BYE", "CANCEL", "INFO", "UPDATE", "OPTIONS", "REGISTER"];
        for (var i = 0; i < 1500; i++)
        {
            var tag = peer.Responses.Count > 0 && dice.Next(2) == 0 ? peer.LastResponse.Headers[HeaderNames.To]?.Split("tag=")[^1] : null;
            var text = RawPeer.Request(methods[dice.Next(methods.Length)], branch: $"z9hG4bK{dice.Next(50)}", callId: $"c{dice.Next(20)}", toTag: tag, cseq: (uint)dice.Next(5), body: "v=0");
            await peer.SendAsync(Damage(text.ReplaceLineEndings("\r\n"), dice));
            if (i % 100 == 0)
            {
                await stacks.PassAsync(1);
            }
        }

        await stacks.PassAsync(5);
        Assert.All(logs, log => Assert.True(log.Events.OfType<SessionEnded>().Count() <= 1));
        stacks.AcceptAll();
        stacks.Invite();
        await stacks.SettleAsync();
        Assert.Equal("Answered", stacks.CallerLog.Names);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task DamagedResponses_NeverDisturbTheStack(int seed)
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        var dice = new Dice((ulong)seed);
        var logs = new List<EventLog>();
        int[] statuses = [100, 180, 183, 200, 200, 200, 302, 401, 407, 486, 491, 500, 699];
        for (var call = 0; call < 40; call++)
        {
            var log = new EventLog();
            logs.Add(log);
            var session = stacks.Caller.Invite(stacks.Call("sip:4711@192.0.2.99"), log.Add);
            do
            {
                await stacks.SettleAsync();
            }
            while (peer.Requests.Count == 0);

            for (var i = 0; i < 20; i++)
            {
                var request = peer.Requests[^(1 + dice.Next(Math.Min(4, peer.Requests.Count)))];
                var response = SipResponse.For(request, statuses[dice.Next(statuses.Length)], null, $"t{dice.Next(3)}", SipHeaders.Empty.WithAdded(HeaderNames.Contact, $"<sip:peer@{RawPeer.Address}>"));
                await peer.SendAsync(Damage(Encoding.UTF8.GetString(SipWriter.ToBytes(response)), dice), TwoStacks.CallerAddress);
            }

            session.Bye();
            await stacks.PassAsync(1);
        }

        await stacks.PassAsync(200);
        Assert.All(logs, log => Assert.Single(log.Events.OfType<SessionEnded>()));
        Assert.Equal(0, stacks.Caller.TransactionCount);
    }

    private static string Damage(string text, Dice dice)
    {
        for (var wounds = dice.Next(4); wounds > 0; wounds--)
        {
            var at = dice.Next(text.Length);
            var length = Math.Min(dice.Next(12), text.Length - at);
            text = dice.Next(4) switch
            {
                0 => text.Remove(at, length),
                1 => text.Insert(at, Scraps[dice.Next(Scraps.Length)]),
                2 => text.Insert(at, text.Substring(dice.Next(text.Length - length), length)),
                _ => text.Remove(at, length).Insert(at, Scraps[dice.Next(Scraps.Length)]),
            };
        }

        return text;
    }

    private sealed class Dice(ulong state)
    {
        public int Next(int below)
        {
            state += 0x9E3779B97F4A7C15;
            var z = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return (int)((z ^ (z >> 31)) % (ulong)below);
        }
    }
}
