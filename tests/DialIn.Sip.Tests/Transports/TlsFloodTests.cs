using System.Net.Sockets;
using DialIn.Sip.Tests.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Sip.Tests.Transports;

/// <summary>Thousands of peers that want nothing good.</summary>
[Collection(nameof(MemoryTests))]
public sealed class TlsFloodTests
{
    private const int Batch = 50;
    private const int Batches = 40;

    private static readonly byte[][] Openings =
    [
        [],
        "OPTIONS sip:4711@127.0.0.1 SIP/2.0\r\n\r\n"u8.ToArray(),
        [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00],
        [.. Enumerable.Repeat((byte)0xFF, 4096)],
    ];

    [Fact]
    public async Task Attempts_ByTheThousand_LeaveNothingBehind_AndTheNextPeerIsServed()
    {
        await using var server = await TlsFixture.StartAsync();
        await FloodAsync(server);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Batches; i++)
        {
            await FloodAsync(server);
        }

        // A connection that stayed would keep 4 KiB for its buffer alone, 2,000 of them 8 MiB.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 2 * 1024 * 1024);
        Assert.Empty(server.Log.Lines);
        await using var peer = await server.ConnectAsync();
        await peer.WriteAsync(Wire.Bytes(Wire.Options), TestContext.Current.CancellationToken);
        await server.Events.NextMessage();
    }

    private static async Task FloodAsync(TlsFixture server)
    {
        for (var i = 0; i < Batch; i++)
        {
            using var socket = await server.ConnectPlainAsync(keep: false);
            await socket.SendAsync(Openings[i % Openings.Length]);
            socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(DropReason.HandshakeFailed, await server.Events.NextDrop());
        }
    }
}
