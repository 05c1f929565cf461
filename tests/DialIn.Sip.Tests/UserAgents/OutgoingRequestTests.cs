using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Testing;

namespace DialIn.Sip.Tests.UserAgents;

public class OutgoingRequestTests
{
    [Fact]
    [Rfc(3261, "11.1")]
    public async Task Options_GetsTheAnswerOfThePeer()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var answer = stacks.Caller.SendAsync(Options(), CancellationToken.None);
        await stacks.SettleAsync();

        Assert.Equal(200, (await answer).StatusCode);
        Assert.Equal(["caller OPTIONS", "callee 200 OPTIONS"], stacks.Sent());
    }

    [Fact]
    [Rfc(3261, "8.1.3.1")]
    public async Task Options_NoAnswer_GivesA408MadeHere()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Network.LossRate = 1;
        var answer = stacks.Caller.SendAsync(Options(), CancellationToken.None);
        await stacks.PassAsync(32.1);

        Assert.Equal(408, (await answer).StatusCode);
    }

    [Fact]
    [Rfc(3261, "8.1.3.1")]
    public async Task Options_HostUnknown_GivesA503MadeHere()
    {
        await using var stacks = await TwoStacks.StartAsync(dns: new ScriptedDns());
        var answer = stacks.Caller.SendAsync(Options() with { Target = SipUri.Parse("sip:nowhere.example") }, CancellationToken.None);
        await stacks.SettleAsync();

        Assert.Equal(503, (await answer).StatusCode);
    }

    [Fact]
    public async Task Request_Challenged_IsAnswered()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        var answer = stacks.Caller.SendAsync(
            Options() with { Target = SipUri.Parse("sip:192.0.2.99"), Challenges = new DigestResponder(new DigestCredentials("a", "b")) }, CancellationToken.None);
        await stacks.SettleAsync();
        await peer.RespondAsync(peer.LastRequest, 401, extra: "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\"");
        await peer.RespondAsync(peer.LastRequest, 200);

        Assert.Equal(200, (await answer).StatusCode);
        Assert.Equal([1u, 2u], peer.Requests.Select(request => request.CSeq.Number));
    }

    [Fact]
    public async Task Request_WithBodyAndHeaders_CarriesThem()
    {
        await using var stacks = await TwoStacks.StartAsync();
        var peer = await stacks.AddPeerAsync();
        _ = stacks.Caller.SendAsync(
            new OutgoingRequest
            {
                Method = SipMethod.Message,
                Target = SipUri.Parse("sip:192.0.2.99"),
                From = new NameAddress(SipUri.Parse("sip:a@x")),
                To = new NameAddress(SipUri.Parse("sip:b@y")),
                Body = "hello"u8.ToArray(),
                ContentType = "text/plain",
                ExtraHeaders = SipHeaders.Empty.WithAdded("X-One", "1"),
            },
            CancellationToken.None).ContinueWith(task => task.Exception, TaskScheduler.Default);
        await stacks.SettleAsync();

        Assert.Equal("text/plain", peer.LastRequest.ContentType);
        Assert.Equal("1", peer.LastRequest.Headers["X-One"]);
        Assert.Equal("sip:b@y", peer.LastRequest.To.Uri.ToString());
        Assert.Equal("hello"u8.ToArray(), peer.LastRequest.Body.ToArray());
    }

    [Fact]
    public async Task Wait_Cancelled_Ends()
    {
        await using var stacks = await TwoStacks.StartAsync();
        stacks.Network.LossRate = 1;
        using var cancel = new CancellationTokenSource();
        var answer = stacks.Caller.SendAsync(Options(), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("ACK")]
    [InlineData("CANCEL")]
    public async Task MethodsWithAWayOfTheirOwn_AreRefused(string method)
    {
        await using var stacks = await TwoStacks.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => stacks.Caller.SendAsync(Options() with { Method = new SipMethod(method) }, CancellationToken.None));
    }

    private static OutgoingRequest Options() => new()
    {
        Method = SipMethod.Options,
        Target = SipUri.Parse("sip:192.0.2.2"),
        From = new NameAddress(SipUri.Parse("sip:probe@192.0.2.1")),
    };
}
