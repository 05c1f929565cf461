using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.Tests.BigBlueButton;

/// <summary>Passes everything on to a Redis and back, until somebody wants to hear what bbb-apps-akka tells: from then on it says nothing.</summary>
internal sealed class MutedRedis : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, TestPorts.NextFree());
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _passing = [];
    private readonly Task _accepting;
    private volatile bool _isMuted;
    private volatile bool _isHealed;

    public MutedRedis(int redisPort)
    {
        _listener.Start();
        _accepting = AcceptAsync(redisPort);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>From now on everything is passed.</summary>
    public void Heal() => _isHealed = true;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_passing);
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(int redisPort)
    {
        try
        {
            while (true)
            {
                _passing.Add(PassAsync(await _listener.AcceptTcpClientAsync(_stop.Token), redisPort));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(TcpClient client, int redisPort)
    {
        using var near = client;
        using var far = new TcpClient();
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, redisPort, _stop.Token);
            await Task.WhenAll(CopyAsync(near.GetStream(), far.GetStream()), CopyAsync(far.GetStream(), near.GetStream()));
        }
        catch (Exception fault) when (fault is OperationCanceledException or IOException or SocketException)
        {
            // One side has closed, or the test is over.
        }
    }

    private async Task CopyAsync(NetworkStream from, NetworkStream to)
    {
        var buffer = new byte[4096];
        while (await from.ReadAsync(buffer, _stop.Token) is > 0 and var count)
        {
            _isMuted |= Encoding.ASCII.GetString(buffer, 0, count).Contains("from-akka-apps", StringComparison.Ordinal);
            if (_isHealed || !_isMuted)
            {
                await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
            }
        }
    }
}
