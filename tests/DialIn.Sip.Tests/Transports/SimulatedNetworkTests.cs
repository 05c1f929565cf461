using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Transports;

public class SimulatedNetworkTests
{
    private static readonly byte[] Options = Wire.Bytes(Wire.Options);

    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_WithoutDelay_ArrivesAtOnce()
    {
        var network = new SimulatedNetwork(_time);
        var (from, to, events) = await PairAsync(network, SipProtocol.Udp);

        await from.SendAsync(Options, to.EndPoint, 0, Cancellation);

        var (message, flow) = await events.NextMessage();
        Assert.IsType<SipRequest>(message);
        Assert.Equal(new Flow(to.EndPoint, from.EndPoint, 0), flow);
        Assert.Equal("192.0.2.1:5060 -> 192.0.2.2:5060: OPTIONS sip:bob@example.com SIP/2.0", Assert.Single(network.Log).ToString());
    }

    [Fact]
    public async Task Message_WithDelay_ArrivesWhenTimeHasPassed()
    {
        var network = new SimulatedNetwork(_time) { MinDelay = TimeSpan.FromMilliseconds(30), MaxDelay = TimeSpan.FromMilliseconds(30) };
        var (from, to, events) = await PairAsync(network, SipProtocol.Udp);
        await from.SendAsync(Options, to.EndPoint, 0, Cancellation);

        _time.Advance(TimeSpan.FromMilliseconds(29));
        Assert.False(events.HasMessage);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(events.HasMessage);
    }

    [Fact]
    public async Task Run_WithTheSameSeed_IsTheSame()
    {
        var one = await RunAsync(7);
        var two = await RunAsync(7);
        var other = await RunAsync(8);

        Assert.Equal(one, two);
        Assert.NotEqual(one, other);
        Assert.InRange(one.Distinct().Count(), 550, 850);
        Assert.InRange(one.Count - one.Distinct().Count(), 30, 120);
        Assert.NotEqual(one.Order(), one);
    }

    [Fact]
    public async Task Loss_Scripted_HitsOnlyWhatItNames()
    {
        var network = new SimulatedNetwork(_time) { Lose = datagram => datagram.Message is SipResponse };
        var (from, to, events) = await PairAsync(network, SipProtocol.Udp);

        await from.SendAsync(Wire.Bytes(Wire.Ok), to.EndPoint, 0, Cancellation);
        await from.SendAsync(Options, to.EndPoint, 0, Cancellation);

        Assert.IsType<SipRequest>((await events.NextMessage()).Message);
        Assert.Equal([true, false], network.Log.Select(datagram => datagram.IsLost));
    }

    [Fact]
    public async Task Stream_KeepsOrderAndConnection()
    {
        var network = new SimulatedNetwork(_time)
        {
            LossRate = 1,
            DuplicationRate = 1,
            ReorderRate = 1,
            MinDelay = TimeSpan.FromMilliseconds(5),
            MaxDelay = TimeSpan.FromMilliseconds(50),
        };
        var (from, to, events) = await PairAsync(network, SipProtocol.Tcp);
        for (var i = 0; i < 20; i++)
        {
            await from.SendAsync(Numbered(i), to.EndPoint, 0, Cancellation);
        }

        _time.Advance(TimeSpan.FromSeconds(1));

        for (var i = 0; i < 20; i++)
        {
            var (message, flow) = await events.NextMessage();
            Assert.Equal((uint)i, message.CSeq.Number);
            Assert.Equal(1, flow.ConnectionId);
        }

        network.Disconnect(from);
        Assert.Equal(new Flow(to.EndPoint, from.EndPoint, 1), await events.NextClosed());
        await Assert.ThrowsAsync<IOException>(async () => await to.SendAsync(Options, from.EndPoint, 1, Cancellation));
    }

    [Fact]
    public async Task Nobody_AtTheAddress_IsSilenceOrRefusal()
    {
        var network = new SimulatedNetwork(_time);
        var (udp, _, _) = await PairAsync(network, SipProtocol.Udp);
        var (tcp, _, _) = await PairAsync(network, SipProtocol.Tcp);
        var nobody = System.Net.IPEndPoint.Parse("192.0.2.99:5060");

        await udp.SendAsync(Options, new SipEndPoint(SipProtocol.Udp, nobody), 0, Cancellation);
        await Assert.ThrowsAsync<SocketException>(async () => await tcp.SendAsync(Options, new SipEndPoint(SipProtocol.Tcp, nobody), 0, Cancellation));
        await Assert.ThrowsAsync<SocketException>(() => network.AddNode("192.0.2.1:5060").StartAsync(new RecordingEvents(), Cancellation));
        Assert.NotEqual(0, network.AddNode("192.0.2.1:0").LocalEndPoint.Port);
    }

    [Fact]
    public async Task Stranger_IsRefusedAsOnARealNetwork()
    {
        var (from, to, events) = await PairAsync(new SimulatedNetwork(_time), SipProtocol.Udp);
        events.Admission = (_, _) => false;

        await from.SendAsync(Options, to.EndPoint, 0, Cancellation);

        Assert.Equal(DropReason.NotAdmitted, await events.NextDrop());
        Assert.False(events.HasMessage);
    }

    private static byte[] Numbered(int number) =>
        Wire.Bytes(Wire.Options.Replace("314159", number.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal));

    private static async Task<(SimulatedTransport From, SimulatedTransport To, RecordingEvents Events)> PairAsync(SimulatedNetwork network, SipProtocol protocol)
    {
        var events = new RecordingEvents();
        var from = network.AddNode("192.0.2.1:5060", protocol);
        var to = network.AddNode("192.0.2.2:5060", protocol);
        await from.StartAsync(new RecordingEvents(), Cancellation);
        await to.StartAsync(events, Cancellation);
        return (from, to, events);
    }

    private static async Task<List<uint>> RunAsync(ulong seed)
    {
        var time = new FakeTimeProvider();
        var network = new SimulatedNetwork(time, seed)
        {
            LossRate = 0.3,
            DuplicationRate = 0.1,
            ReorderRate = 0.1,
            MinDelay = TimeSpan.FromMilliseconds(5),
            MaxDelay = TimeSpan.FromMilliseconds(20),
        };
        var (from, to, events) = await PairAsync(network, SipProtocol.Udp);
        for (var i = 0; i < 1000; i++)
        {
            await from.SendAsync(Numbered(i), to.EndPoint, 0, Cancellation);
            time.Advance(TimeSpan.FromMilliseconds(10));
        }

        time.Advance(TimeSpan.FromSeconds(1));
        var numbers = new List<uint>();
        while (events.HasMessage)
        {
            numbers.Add((await events.NextMessage()).Message.CSeq.Number);
        }

        return numbers;
    }
}
