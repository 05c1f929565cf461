using System.Net;
using System.Net.Sockets;
using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transports;

public class TcpTransportTests
{
    private static readonly byte[] Invite = Wire.Bytes(Wire.Invite);
    private static readonly byte[] Options = Wire.Bytes(Wire.Options);
    private static readonly byte[] Ok = Wire.Bytes(Wire.Ok);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_WrittenByteByByte_ArrivesAsOne()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        foreach (var value in Invite.Concat(Options))
        {
            await client.SendAsync(new[] { value }, Cancellation);
        }

        Assert.Equal(SipMethod.Invite, Assert.IsType<SipRequest>((await fixture.Events.NextMessage()).Message).Method);
        Assert.Equal(SipMethod.Options, Assert.IsType<SipRequest>((await fixture.Events.NextMessage()).Message).Method);
    }

    [Fact]
    public async Task Messages_WrittenTogether_ArriveOneByOne()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        await client.SendAsync((byte[])[.. Invite, .. "\r\n"u8, .. Options, .. Ok], Cancellation);

        Assert.IsType<SipRequest>((await fixture.Events.NextMessage()).Message);
        Assert.IsType<SipRequest>((await fixture.Events.NextMessage()).Message);
        Assert.IsType<SipResponse>((await fixture.Events.NextMessage()).Message);
    }

    [Fact]
    [Rfc(3261, "18.2.2")]
    public async Task Answer_GoesBackOverTheSameConnection()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.SendAsync(Options, Cancellation);
        var (_, flow) = await fixture.Events.NextMessage();

        await fixture.Transport.SendAsync(Ok, flow.Remote, flow.ConnectionId, Cancellation);
        await fixture.Transport.SendAsync(Options, flow.Remote, 0, Cancellation);

        Assert.Equal((byte[])[.. Ok, .. Options], await TcpFixture.ReadAsync(client, Ok.Length + Options.Length));
        Assert.Equal(fixture.Transport.LocalEndPoint, flow.Local.Address);
        Assert.NotEqual(0, flow.ConnectionId);
    }

    [Fact]
    [Rfc(3261, "18.1.1")]
    public async Task Requests_ToOnePeer_ShareAConnection()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var listener = fixture.Listen();
        var remote = (IPEndPoint)listener.LocalEndPoint!;

        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), 0, Cancellation).AsTask()));

        var peer = await fixture.AcceptAsync(listener);
        Assert.Equal(Options.Length * 10, (await TcpFixture.ReadAsync(peer, Options.Length * 10)).Length);
        await peer.SendAsync(Ok, Cancellation);
        var (message, flow) = await fixture.Events.NextMessage();
        Assert.IsType<SipResponse>(message);
        Assert.Equal(remote, flow.Remote.Address);
        Assert.False(listener.Poll(0, SelectMode.SelectRead));
    }

    [Fact]
    public async Task Connection_Refused_IsASocketException()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var listener = fixture.Listen();
        var remote = (IPEndPoint)listener.LocalEndPoint!;
        listener.Dispose();

        await Assert.ThrowsAnyAsync<SocketException>(async () => await fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), 0, Cancellation));
        Assert.False(fixture.Events.HasClosed);
    }

    [Fact]
    public async Task Connection_ThatEnds_IsReportedAndOpenedAnew()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var listener = fixture.Listen();
        var remote = (IPEndPoint)listener.LocalEndPoint!;
        await fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), 0, Cancellation);
        var first = await fixture.AcceptAsync(listener);
        await TcpFixture.ReadAsync(first, Options.Length);

        first.Dispose();
        var closed = await fixture.Events.NextClosed();

        Assert.Equal(remote, closed.Remote.Address);
        await Assert.ThrowsAsync<IOException>(async () => await fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), closed.ConnectionId, Cancellation));
        await fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), 0, Cancellation);
        Assert.Equal(Options, await TcpFixture.ReadAsync(await fixture.AcceptAsync(listener), Options.Length));
    }

    [Fact]
    public async Task Stranger_GetsNothing_AndIsCounted()
    {
        await using var fixture = await TcpFixture.StartAsync();
        fixture.Events.Admission = (_, _) => false;

        var client = await fixture.ConnectAsync();

        await TcpFixture.AssertClosedAsync(client);
        Assert.Equal(DropReason.NotAdmitted, await fixture.Events.NextDrop());
        Assert.False(fixture.Events.HasMessage || fixture.Events.HasClosed);
    }

    [Fact]
    public async Task Peer_NoLongerAdmitted_LosesItsConnection()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.SendAsync(Options, Cancellation);
        await fixture.Events.NextMessage();
        fixture.Events.Admission = (_, _) => false;

        await client.SendAsync(Ok, Cancellation);
        Assert.IsType<SipResponse>((await fixture.Events.NextMessage()).Message);
        await client.SendAsync(Options, Cancellation);

        await TcpFixture.AssertClosedAsync(client);
        Assert.Equal(DropReason.NotAdmitted, await fixture.Events.NextDrop());
        Assert.False(fixture.Events.HasMessage);
    }

    [Theory]
    [InlineData(2, 100)]
    [InlineData(100, 2)]
    public async Task Connections_BeyondTheLimit_AreRefused_AndRoomComesBack(int perSource, int inAll)
    {
        await using var fixture = await TcpFixture.StartAsync(new TcpTransportOptions { MaxConnectionsPerSource = perSource, MaxConnections = inAll });
        var first = await fixture.ConnectAsync();
        await fixture.ConnectAsync();

        var third = await fixture.ConnectAsync();
        await TcpFixture.AssertClosedAsync(third);
        Assert.Equal(DropReason.TooManyConnections, await fixture.Events.NextDrop());

        first.Dispose();
        await fixture.Events.NextClosed();
        var fourth = await fixture.ConnectAsync();
        await fourth.SendAsync(Options, Cancellation);
        await fixture.Events.NextMessage();
    }

    [Fact]
    [Rfc(3261, "20.14")]
    public async Task Stream_WithoutContentLength_IsAnsweredAndThenClosed()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.SendAsync(Wire.Bytes(Wire.Options.Replace("Content-Length: 0", "X: 0", StringComparison.Ordinal)), Cancellation);

        var (error, framed, flow) = await fixture.Events.NextMalformed();
        Assert.Equal((SipParseErrorKind.BadContentLength, 400), (error.Kind, error.StatusCode));
        var answer = SipWriter.ToBytes(SipResponse.For(Assert.IsType<SipRequest>(framed), 400));
        await fixture.Transport.SendAsync(answer, flow.Remote, flow.ConnectionId, Cancellation);

        Assert.StartsWith("SIP/2.0 400 ", Encoding.ASCII.GetString(await TcpFixture.ReadAsync(client, answer.Length)), StringComparison.Ordinal);
        await fixture.PassUntilAsync(fixture.Events.NextClosed(), TimeSpan.FromSeconds(1));
        await TcpFixture.AssertClosedAsync(client);
        Assert.False(fixture.Events.HasDrop);
    }

    [Fact]
    public async Task Stream_ThatIsNoSip_IsClosedAtOnce()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        await client.SendAsync(new byte[70_000], Cancellation);

        Assert.Equal(SipParseErrorKind.TooLarge, (await fixture.Events.NextMalformed()).Error.Kind);
        await fixture.Events.NextClosed();
        await TcpFixture.AssertClosedAsync(client);
    }

    [Fact]
    public async Task Disposal_SendsWhatIsQueued_AndClosesEverything()
    {
        var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        await client.SendAsync(Options, Cancellation);
        var (_, flow) = await fixture.Events.NextMessage();
        for (var i = 0; i < 20; i++)
        {
            await fixture.Transport.SendAsync(Ok, flow.Remote, flow.ConnectionId, Cancellation);
        }

        await fixture.Transport.DisposeAsync();

        Assert.Equal(Ok.Length * 20, (await TcpFixture.ReadAsync(client, Ok.Length * 20)).Length);
        await TcpFixture.AssertClosedAsync(client);
        Assert.True(fixture.Events.HasClosed);
        await Assert.ThrowsAsync<IOException>(async () => await fixture.Transport.SendAsync(Ok, flow.Remote, 0, Cancellation));
        client.Dispose();
    }
}
