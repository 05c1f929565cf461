using System.Net;
using System.Net.Sockets;
using DialIn.Sip.Messages;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

/// <summary>More than one message, more than one peer, and peers that send nonsense.</summary>
public class TcpTrafficTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_OfTheLargestSize_Arrives()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        var request = Wire.Request(Wire.Invite);
        var body = new byte[SipLimits.Default.MaxBodyBytes];
        body[^1] = 7;
        var headers = request.Headers.With("Subject", new string('s', SipLimits.Default.MaxHeaderBytes - 1000));

        await client.SendAsync(SipWriter.ToBytes(request.With(headers, body)), Cancellation);
        await client.SendAsync(Wire.Bytes(Wire.Options), Cancellation);

        Assert.Equal(body, (await fixture.Events.NextMessage()).Message.Body.ToArray());
        Assert.True((await fixture.Events.NextMessage()).Message.Body.IsEmpty);
    }

    [Fact]
    public async Task Messages_InPiecesOfAnySize_AllArriveInOrder()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var client = await fixture.ConnectAsync();
        var random = new SeededRandom(11);
        var stream = Enumerable.Range(0, 300).SelectMany(Numbered).ToArray();

        for (var sent = 0; sent < stream.Length;)
        {
            var count = Math.Min(1 + random.Next(3000), stream.Length - sent);
            await client.SendAsync(stream.AsMemory(sent, count), Cancellation);
            sent += count;
        }

        for (var i = 0; i < 300; i++)
        {
            Assert.Equal((uint)i, (await fixture.Events.NextMessage()).Message.CSeq.Number);
        }
    }

    [Fact]
    public async Task Peers_SpeakingAtOnce_AreKeptApart()
    {
        await using var fixture = await TcpFixture.StartAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => fixture.ConnectAsync()));

        await Task.WhenAll(clients.Select((client, index) => client.SendAsync(Numbered(index), Cancellation).AsTask()));

        for (var i = 0; i < clients.Length; i++)
        {
            var (message, flow) = await fixture.Events.NextMessage();
            var client = clients[(int)message.CSeq.Number];
            Assert.Equal(client.LocalEndPoint, flow.Remote.Address);
            await fixture.Transport.SendAsync(Numbered((int)message.CSeq.Number), flow.Remote, flow.ConnectionId, Cancellation);
            var expected = Numbered((int)message.CSeq.Number);
            Assert.Equal(expected, await TcpFixture.ReadAsync(client, expected.Length));
        }
    }

    [Fact]
    public async Task Peers_SendingNonsense_HarmNobodyElse()
    {
        await using var fixture = await TcpFixture.StartAsync(new TcpTransportOptions { MaxConnectionsPerSource = 1000 });
        var good = await fixture.ConnectAsync();
        var mutator = new Mutator(5, [.. TortureMessage.All.Select(message => message.Bytes)]);

        for (var i = 0; i < 100; i++)
        {
            var bad = await fixture.ConnectAsync();
            try
            {
                await bad.SendAsync(mutator.Next(), Cancellation);
            }
            catch (SocketException)
            {
                // Cut off while still sending.
            }
        }

        await good.SendAsync(Numbered(4_000_000_000), Cancellation);
        while ((await fixture.Events.NextMessage()).Flow.Remote.Address is IPEndPoint source && !source.Equals(good.LocalEndPoint))
        {
            // What the others sent and was sound after all.
        }
    }

    private static byte[] Numbered(int number) => Numbered((uint)number);

    private static byte[] Numbered(uint number)
    {
        var request = Wire.Request(Wire.Options);
        return SipWriter.ToBytes(request.With(request.Headers.With("CSeq", new CSeq(number, SipMethod.Options).ToString())));
    }
}
