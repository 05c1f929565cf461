using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

public class UdpTransportTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1")]
    [InlineData("[::1]:0", "::1")]
    [InlineData("[::]:0", "127.0.0.1")]
    public async Task Message_SentOverLoopback_Arrives(string listen, string host)
    {
        var events = new RecordingEvents();
        await using var receiver = new UdpTransport(IPEndPoint.Parse(listen), SipLimits.Default);
        await using var sender = new UdpTransport(IPEndPoint.Parse(listen), SipLimits.Default);
        await receiver.StartAsync(events, Cancellation);
        await sender.StartAsync(new RecordingEvents(), Cancellation);

        await sender.SendAsync(Wire.Bytes(Wire.Invite), new SipEndPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Parse(host), receiver.LocalEndPoint.Port)), 0, Cancellation);

        var (message, flow) = await events.NextMessage();
        Assert.Equal(Wire.Bytes(Wire.Invite).Length, SipWriter.ToBytes(message).Length);
        Assert.Equal(new IPEndPoint(IPAddress.Parse(host), sender.LocalEndPoint.Port), flow.Remote.Address);
        Assert.Equal((SipProtocol.Udp, 0L), (flow.Remote.Protocol, flow.ConnectionId));
        Assert.NotEqual(0, receiver.LocalEndPoint.Port);
    }

    [Fact]
    public async Task Message_OfTheLargestSize_Arrives()
    {
        var events = new RecordingEvents();
        await using var receiver = new UdpTransport(IPEndPoint.Parse("127.0.0.1:0"), SipLimits.Default);
        await receiver.StartAsync(events, Cancellation);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        var head = "MESSAGE sip:a@b SIP/2.0\r\nTo: x\r\n\r\n"u8.ToArray();
        byte[] largest = [.. head, .. new byte[65_507 - head.Length]];

        await socket.SendToAsync(largest, SocketFlags.None, receiver.LocalEndPoint, Cancellation);

        Assert.Equal(65_507 - head.Length, (await events.NextMessage()).Message.Body.Length);
    }

    [Fact]
    public async Task Stranger_GetsNothing_AndIsCounted()
    {
        var events = new RecordingEvents { Admission = (_, _) => false };
        await using var receiver = new UdpTransport(IPEndPoint.Parse("127.0.0.1:0"), SipLimits.Default);
        await receiver.StartAsync(events, Cancellation);
        using var stranger = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

        await stranger.SendToAsync(Wire.Bytes(Wire.Options), SocketFlags.None, receiver.LocalEndPoint, Cancellation);

        Assert.Equal(DropReason.NotAdmitted, await events.NextDrop());
        Assert.False(events.HasMessage);
        Assert.Equal(0, stranger.Available);
    }

    [Fact]
    public async Task Port_Taken_IsAnErrorAtTheStart()
    {
        await using var first = new UdpTransport(IPEndPoint.Parse("127.0.0.1:0"), SipLimits.Default);
        await first.StartAsync(new RecordingEvents(), Cancellation);
        await using var second = new UdpTransport(first.LocalEndPoint, SipLimits.Default);

        await Assert.ThrowsAsync<SocketException>(() => second.StartAsync(new RecordingEvents(), Cancellation));
    }

    [Fact]
    public async Task Send_BeforeStartOrAfterDisposal_IsAnIOException()
    {
        var transport = new UdpTransport(IPEndPoint.Parse("127.0.0.1:0"), SipLimits.Default);
        var remote = IPEndPoint.Parse("127.0.0.1:9");
        await Assert.ThrowsAsync<IOException>(async () => await transport.SendAsync(new byte[5], new SipEndPoint(SipProtocol.Udp, remote), 0, Cancellation));
        await transport.StartAsync(new RecordingEvents(), Cancellation);
        await transport.DisposeAsync();

        await Assert.ThrowsAsync<IOException>(async () => await transport.SendAsync(new byte[5], new SipEndPoint(SipProtocol.Udp, remote), 0, Cancellation));
    }
}
