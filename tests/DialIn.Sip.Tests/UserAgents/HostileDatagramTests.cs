using System.Text;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>
/// What a network does to datagrams and what an enemy sends, against a running stack: each ends with a proper call. The
/// fixture fails on any line of the log above Debug.
/// </summary>
public class HostileDatagramTests
{
    [Fact]
    public async Task Truncated_AtEveryByte_NoneMakesACall()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        var whole = RawPeer.Request("INVITE", extra: "Content-Type: application/sdp", body: "v=0 and more that is no description").ReplaceLineEndings("\r\n");

        for (var length = 1; length < whole.Length; length++)
        {
            await peer.SendWithoutWaitingAsync(whole[..length]);
            if (length % 100 == 0)
            {
                await stacks.PassAsync(10);
            }
        }

        await stacks.SettleAsync();
        Assert.Empty(stacks.CalleeApplication.Invites);
        Assert.DoesNotContain(peer.Responses, response => response.StatusCode < 400);
        await AssertCallAsync(stacks);
    }

    [Fact]
    public async Task Duplicated_FiftyTimes_IsOneCallAndOneAnswerForEachCopy()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Reject(486);
        var peer = await stacks.AddPeerAsync();
        for (var copy = 0; copy < 50; copy++)
        {
            await peer.SendAsync(RawPeer.Request("INVITE"));
        }

        Assert.Single(stacks.CalleeApplication.Invites);
        Assert.Single(peer.Responses, response => response.StatusCode == 100);
        Assert.Equal(50, peer.Responses.Count(response => response.StatusCode == 486));
        await AssertCallAsync(stacks);
    }

    [Fact]
    [Rfc(3261, "9.2")]
    public async Task Reordered_WhatComesBeforeItsInvite_HasNoEffect()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.CalleeApplication.Invited = invite => invite.Ring();
        var peer = await stacks.AddPeerAsync();

        await peer.SendAsync(RawPeer.Request("ACK", toTag: "early"));
        await peer.SendAsync(RawPeer.Request("CANCEL"));
        await peer.SendAsync(RawPeer.Request("BYE", branch: "z9hG4bKbye", toTag: "early", cseq: 2));
        Assert.Equal([481, 481], peer.Responses.Select(response => response.StatusCode));

        await peer.SendAsync(RawPeer.Request("INVITE"));
        Assert.Equal(180, peer.LastResponse.StatusCode);
        Assert.Single(stacks.CalleeApplication.Invites);
        await AssertCallAsync(stacks);
    }

    [Fact]
    public async Task Oversize_IsDroppedByItsSize_AndALargeOneIsTaken()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        await peer.SendAsync(RawPeer.Request("OPTIONS", body: new string('a', 60_000)));
        Assert.Equal(200, peer.LastResponse.StatusCode);

        await peer.SendAsync(RawPeer.Request("OPTIONS", branch: "z9hG4bK2", extra: "X-Long: " + new string('a', 70_000)));
        await peer.SendAsync(RawPeer.Request("OPTIONS", branch: "z9hG4bK3", extra: string.Join('\n', Enumerable.Range(0, 300).Select(number => $"X-{number}: 1"))));
        Assert.Single(peer.Responses);
        Assert.Equal(2, stacks.Callee.Dropped(DropReason.Malformed));
        await AssertCallAsync(stacks);
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(2UL)]
    public async Task Garbage_OfEverySize_GetsNoAnswer(ulong seed)
    {
        // From one source, more than one source may send: the limit is not what is tested.
        await using var stacks = await TwoStacks.StartAsync(options: new SipStackOptions { Listen = [], MaxMessagesPerSecondPerSource = 100_000 });
        var peer = await stacks.AddPeerAsync();
        var dice = new SeededRandom(seed);
        for (var datagram = 0; datagram < 5_000; datagram++)
        {
            var bytes = new byte[1 + dice.Next(600)];
            for (var i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)dice.Next(256);
            }

            await peer.SendWithoutWaitingAsync(Encoding.Latin1.GetString(bytes));
        }

        await stacks.SettleAsync();
        Assert.Empty(peer.Responses);
        await AssertCallAsync(stacks);
    }

    private static async Task AssertCallAsync(TwoStacks stacks)
    {
        var session = await stacks.EstablishAsync();
        session.Bye();
        await stacks.SettleAsync();
        Assert.Equal("Answered Ended", stacks.CallerLog.Names);
    }
}
