using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Transports;

public class TcpDeadlineTests
{
    private static readonly byte[] Options = Wire.Bytes(Wire.Options);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // The test's clock may leap while a write is about to be found complete.
    private static readonly TcpTransportOptions Patient = new() { WriteTimeout = TimeSpan.FromDays(1) };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_ThatSaysNothing_IsClosed()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        await fixture.PassUntilAsync(fixture.Events.NextClosed(), Second);

        Assert.Equal(DropReason.MessageTimeout, await fixture.Events.NextDrop());
        await TcpFixture.AssertClosedAsync(client);
    }

    [Fact]
    public async Task Message_ThatDripsIn_IsCutOffByItsDeadline()
    {
        // However late the first byte is read, no other deadline is over by then.
        await using var fixture = await TcpFixture.StartAsync(new TcpTransportOptions { IdleTimeout = TimeSpan.FromDays(40) });
        var client = await fixture.ConnectAsync();
        await SendTwoAsync(fixture, client);
        var sent = 0;

        await fixture.PassUntilAsync(fixture.Events.NextClosed(), TimeSpan.FromMilliseconds(10), async () =>
        {
            if (sent < 100)
            {
                sent++;
                try
                {
                    await client.SendAsync("X"u8.ToArray(), Cancellation);
                }
                catch (SocketException)
                {
                    // Closed already, as it should be.
                }
            }
        });

        Assert.Equal(DropReason.MessageTimeout, await fixture.Events.NextDrop());
    }

    [Fact]
    public async Task Connection_Idle_LastsLongerThanAMessage()
    {
        var options = new TcpTransportOptions { MessageTimeout = TimeSpan.FromSeconds(10), IdleTimeout = TimeSpan.FromSeconds(1000) };
        await using var fixture = await TcpFixture.StartAsync(options);
        var client = await fixture.ConnectAsync();
        await SendTwoAsync(fixture, client);
        var start = fixture.Time.GetUtcNow();

        await fixture.PassUntilAsync(fixture.Events.NextClosed(), Second);

        Assert.Equal(DropReason.IdleTimeout, await fixture.Events.NextDrop());
        Assert.True(fixture.Time.GetUtcNow() - start >= TimeSpan.FromSeconds(1000));
    }

    [Fact]
    public async Task Peer_ThatDoesNotRead_IsCutOffWhenTheQueueIsFull()
    {
        await using var fixture = await TcpFixture.StartAsync(new TcpTransportOptions { WriteQueueLength = 4 });
        var client = await fixture.ConnectAsync();
        await client.SendAsync(Options, Cancellation);
        var (_, flow) = await fixture.Events.NextMessage();
        var large = new byte[1_000_000];

        await Assert.ThrowsAsync<IOException>(async () =>
        {
            for (var i = 0; i < 1000; i++)
            {
                await fixture.Transport.SendAsync(large, flow.Remote, flow.ConnectionId, Cancellation);
            }
        });

        Assert.Equal(DropReason.StuckPeer, await fixture.Events.NextDrop());
        Assert.Equal(flow, await fixture.Events.NextClosed());
    }

    [Fact]
    public async Task Peer_ThatDoesNotRead_IsCutOffWhenAWriteTakesTooLong()
    {
        await using var fixture = await TcpFixture.StartAsync(new TcpTransportOptions { IdleTimeout = TimeSpan.FromDays(40) });
        var client = await fixture.ConnectAsync();
        await client.SendAsync(Options, Cancellation);
        var (_, flow) = await fixture.Events.NextMessage();
        // More than any socket buffer of either side holds.
        await fixture.Transport.SendAsync(new byte[64 * 1024 * 1024], flow.Remote, flow.ConnectionId, Cancellation);

        await fixture.PassUntilAsync(fixture.Events.NextClosed(), Second);

        Assert.Equal(DropReason.StuckPeer, await fixture.Events.NextDrop());
    }

    [Fact]
    public async Task Connect_ThatHangs_IsGivenUp()
    {
        await using var fixture = await TcpFixture.StartAsync();
        // A listener whose backlog is full answers no further connection.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(LoopbackAddress.Next(), 0));
        listener.Listen(0);
        var remote = (IPEndPoint)listener.LocalEndPoint!;
        using var blocking = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await blocking.ConnectAsync(remote, Cancellation);

        var sending = fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), 0, Cancellation).AsTask();
        await fixture.PassUntilAsync(Task.WhenAny(sending), Second);

        var exception = await Assert.ThrowsAnyAsync<SocketException>(() => sending);
        Assert.Equal(SocketError.TimedOut, exception.SocketErrorCode);
    }

    [Theory]
    [Rfc(5626, "3.5.1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ping_IsAnsweredWithPong(bool inTwoParts)
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();

        await client.SendAsync(inTwoParts ? "\r\n"u8.ToArray() : "\r\n\r\n"u8.ToArray(), Cancellation);
        if (inTwoParts)
        {
            await client.SendAsync("\r\n"u8.ToArray(), Cancellation);
        }

        Assert.Equal("\r\n"u8.ToArray(), await TcpFixture.ReadAsync(client, 2));
    }

    [Fact]
    [Rfc(5626, "4.4.1")]
    public async Task Peer_ThatStopsAnsweringPings_IsGivenUp()
    {
        await using var fixture = await TcpFixture.StartAsync(Patient);
        var (peer, _) = await OpenAsync(fixture);
        fixture.Time.Advance(TimeSpan.FromSeconds(90));
        Assert.Equal("\r\n\r\n"u8.ToArray(), await TcpFixture.ReadAsync(peer, 4));
        await peer.SendAsync("\r\n"u8.ToArray(), Cancellation);
        await peer.SendAsync(Options, Cancellation);
        await fixture.Events.NextMessage();

        fixture.Time.Advance(TimeSpan.FromSeconds(90));
        await TcpFixture.ReadAsync(peer, 4);
        fixture.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(fixture.Events.HasClosed);
        fixture.Time.Advance(TimeSpan.FromSeconds(0.1));

        await fixture.Events.NextClosed();
        Assert.Equal(DropReason.IdleTimeout, await fixture.Events.NextDrop());
    }

    [Fact]
    [Rfc(5626, "4.4.1")]
    public async Task Peer_ThatNeverAnsweredAPing_IsLeftAlone()
    {
        await using var fixture = await TcpFixture.StartAsync(Patient);
        var (peer, _) = await OpenAsync(fixture);

        for (var i = 0; i < 5; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(90));
            Assert.Equal("\r\n\r\n"u8.ToArray(), await TcpFixture.ReadAsync(peer, 4));
        }

        Assert.False(fixture.Events.HasClosed || fixture.Events.HasDrop);
    }

    [Fact]
    public async Task Pong_AloneInTheBuffer_StartsNoMessage()
    {
        await using var fixture = await TcpFixture.StartAsync(Patient);
        var (peer, remote) = await OpenAsync(fixture);
        for (var i = 0; i < 4; i++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(90));
            await TcpFixture.ReadAsync(peer, 4);
            await peer.SendAsync("\r\n"u8.ToArray(), Cancellation);
            await peer.SendAsync(Options, Cancellation);
            await fixture.Events.NextMessage();
        }

        // Two pongs in a row are no ping: nothing but our own message comes.
        await fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), 0, Cancellation);
        Assert.Equal(Options, await TcpFixture.ReadAsync(peer, Options.Length));
        Assert.False(fixture.Events.HasClosed);
    }

    /// <summary>When the second message is reported, the deadline that follows the first is set.</summary>
    private static async Task SendTwoAsync(TcpFixture fixture, Socket client)
    {
        await client.SendAsync(Options, Cancellation);
        await fixture.Events.NextMessage();
        await client.SendAsync(Options, Cancellation);
        await fixture.Events.NextMessage();
    }

    private static async Task<(Socket Peer, IPEndPoint Remote)> OpenAsync(TcpFixture fixture)
    {
        var listener = fixture.Listen();
        var remote = (IPEndPoint)listener.LocalEndPoint!;
        await fixture.Transport.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, remote), 0, Cancellation);
        var peer = await fixture.AcceptAsync(listener);
        await TcpFixture.ReadAsync(peer, Options.Length);
        return (peer, remote);
    }
}
