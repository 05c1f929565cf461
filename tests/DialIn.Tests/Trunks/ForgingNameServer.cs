using System.Net;
using System.Net.Sockets;

namespace DialIn.Tests.Trunks;

/// <summary>A name server on a UDP port of its own that answers every question with one address, after it has been changed by a test.</summary>
internal sealed class ForgingNameServer : IAsyncDisposable
{
    private const int HeaderLength = 12;

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<byte[]> _change;
    private readonly Task _serving;

    /// <param name="change">Changes the answer: the header and question of the query, and one record of 16 bytes.</param>
    public ForgingNameServer(Action<byte[]> change)
    {
        _change = change;
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _serving = ServeAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        var query = new byte[512];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveFromAsync(query, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                await _socket.SendToAsync(Answer(query.AsSpan(0, received.ReceivedBytes)), received.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private byte[] Answer(ReadOnlySpan<byte> query)
    {
        var end = HeaderLength + query[HeaderLength..].IndexOf((byte)0) + 5;
        byte[] answer =
        [
            .. query[..2], 0x81, 0x80, 0, 1, 0, 1, 0, 0, 0, 0,
            .. query[HeaderLength..end],
            // The name of the question, A, IN, 300 s, 4 bytes: 192.0.2.66.
            0xC0, HeaderLength, 0, 1, 0, 1, 0, 0, 1, 44, 0, 4, 192, 0, 2, 66,
        ];
        _change(answer);
        return answer;
    }
}
