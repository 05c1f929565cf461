using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.Benchmarks.Relay;

/// <summary>rtpengine behind kamailio, relaying in user space, both as Debian packages them. Calls come to it as everywhere: from a SIP proxy.</summary>
internal sealed class RtpengineRelay : IRelay
{
    private const int FirstPort = 20_000;
    private const int LastPort = 60_000;
    private const int Tries = 50;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly int _control = FreePort.Next();
    private readonly ChildProcess _child;
    private Kamailio? _proxy;
    private ProxiedCalls? _calls;

    public RtpengineRelay(int threads)
    {
        try
        {
            _child = ChildProcess.Start(
                "rtpengine", "--config-file=none", "--foreground", "--table=-1", "--interface=127.0.0.1", $"--listen-ng=127.0.0.1:{_control}",
                $"--port-min={FirstPort}", $"--port-max={LastPort}", $"--num-threads={threads}", "--delete-delay=0", "--log-stderr", "--log-level=2");
        }
        catch (Win32Exception)
        {
            throw new BenchmarkException("This machine has no rtpengine: apt-get install rtpengine-daemon, or leave it out with --systems");
        }
    }

    public int ProcessId => _child.Id;

    public bool WarmsUp => true;

    public async Task<IReadOnlyList<int>> OpenAsync(IReadOnlyList<int> loadPorts)
    {
        if (_calls is null)
        {
            await ReadyAsync();
            var port = FreePort.Next();
            _proxy = new Kamailio(port, _control);
            _calls = new ProxiedCalls(new IPEndPoint(IPAddress.Loopback, port));
            await _calls.StartAsync();
        }

        try
        {
            var targets = await _calls.OpenAsync(loadPorts);
            return targets.Intersect(loadPorts).Any() ? throw new BenchmarkException("rtpengine does not relay all streams") : targets;
        }
        catch (TimeoutException) when (_proxy!.HasExited)
        {
            throw new BenchmarkException("kamailio has ended");
        }
    }

    public Task EndCallsAsync() => _calls!.EndAsync();

    public Task<RuntimeCounts?> CountAsync() => Task.FromResult<RuntimeCounts?>(null);

    public async ValueTask DisposeAsync()
    {
        if (_calls is not null)
        {
            await _calls.DisposeAsync();
        }

        _proxy?.Dispose();
        _child.Dispose();
    }

    // A kamailio that finds no rtpengine does not ask again for a minute.
    private async Task ReadyAsync()
    {
        using var control = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        control.Connect(IPAddress.Loopback, _control);
        for (var tries = 0; tries < Tries; tries++)
        {
            try
            {
                await control.SendAsync(Encoding.ASCII.GetBytes($"{tries} d7:command4:pinge"));
                using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
                await control.ReceiveAsync(new byte[1024], SocketFlags.None, patience.Token);
                return;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException && !_child.HasExited)
            {
                await Task.Delay(Patience, TimeProvider.System);
            }
        }

        throw new BenchmarkException("rtpengine does not answer");
    }
}
