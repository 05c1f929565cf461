using DialIn.Sip.Locating;
using DialIn.Sip.UserAgents;

namespace DialIn.Sip.Tests.UserAgents;

/// <summary>Calls through a network that loses three of ten datagrams, repeats two and holds back two.</summary>
internal static class BadNetwork
{
    /// <summary>The throws of the dice that each test is run with.</summary>
    public static TheoryData<ulong> Seeds() => [.. Enumerable.Range(1, 12).Select(seed => (ulong)seed)];

    public static async Task<TwoStacks> StartAsync(ulong seed, IDnsQueries? dns = null)
    {
        var stacks = await TwoStacks.StartAsync(seed, dns: dns);
        stacks.SpoilTheNetwork();
        return stacks;
    }

    /// <summary>The only call has ended, once and in this way, and nothing is left of it.</summary>
    public static async Task AssertEndedAsync(TwoStacks stacks, CarrierPeer carrier, SessionEndCause cause)
    {
        await carrier.PassAsync(70);
        Assert.Equal(cause, Assert.Single(stacks.CalleeLog.Events.OfType<SessionEnded>()).End.Cause);
        Assert.Single(stacks.CalleeApplication.Invites);
        Assert.Equal((0, 0), (stacks.Callee.TransactionCount, carrier.TransactionCount));
    }

    /// <summary>The carrier ends the call.</summary>
    public static async Task HangUpAsync(TwoStacks stacks, CarrierPeer carrier)
    {
        Assert.Equal(200, (await carrier.SendAsync("BYE")).StatusCode);
        Assert.Equal(SessionEndCause.RemoteBye, stacks.CalleeLog.End!.Cause);
        await AssertEndedAsync(stacks, carrier, SessionEndCause.RemoteBye);
    }
}
