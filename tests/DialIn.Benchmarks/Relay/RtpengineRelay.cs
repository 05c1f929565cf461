using System.ComponentModel;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace DialIn.Benchmarks.Relay;

/// <summary>
/// rtpengine, relaying in user space, as Debian packages it. Its control protocol is spoken directly, with the offers and answers
/// that a SIP proxy would pass on.
/// </summary>
internal sealed partial class RtpengineRelay : IRelay
{
    private const int FirstPort = 20_000;
    private const int LastPort = 60_000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly ChildProcess _child;
    private readonly Socket _control = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private int _cookie;
    private int _calls;

    public RtpengineRelay(int threads)
    {
        var port = FreePort.Next();
        _control.Connect(IPAddress.Loopback, port);
        try
        {
            _child = ChildProcess.Start(
                "rtpengine", "--config-file=none", "--foreground", "--table=-1", "--interface=127.0.0.1", $"--listen-ng=127.0.0.1:{port}",
                $"--port-min={FirstPort}", $"--port-max={LastPort}", $"--num-threads={threads}", "--log-stderr", "--log-level=2");
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
        await ReadyAsync();
        var ports = new List<int>();
        foreach (var remote in loadPorts.Chunk(2))
        {
            var call = _calls++;

            // The answer to an offer is what the other side is to see.
            var towardsConference = await AskAsync("offer", call, remote[0]);
            var towardsCaller = await AskAsync("answer", call, remote[1]);
            ports.AddRange([towardsCaller, towardsConference]);
        }

        return ports;
    }

    public Task<RuntimeCounts?> CountAsync() => Task.FromResult<RuntimeCounts?>(null);

    public void Dispose()
    {
        _child.Dispose();
        _control.Dispose();
    }

    [GeneratedRegex(@"m=audio (\d+) ")]
    private static partial Regex AudioPort();

    private async Task ReadyAsync()
    {
        for (var tries = 0; tries < 20; tries++)
        {
            try
            {
                _ = await SendAsync(Bencode.Dictionary(("command", "ping")));
                return;
            }
            catch (Exception exception) when (exception is SocketException or OperationCanceledException && !_child.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }

        throw new BenchmarkException("rtpengine does not answer");
    }

    private async Task<int> AskAsync(string command, int call, int port)
    {
        var sdp = $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n";
        List<(string, object)> entries = [("call-id", $"call{call}"), ("command", command), ("from-tag", "caller"), ("sdp", sdp)];
        if (command == "answer")
        {
            entries.Add(("to-tag", "conference"));
        }

        var answer = await SendAsync(Bencode.Dictionary([.. entries]));
        return Bencode.Find(answer, "sdp") is { } description && AudioPort().Match(description) is { Success: true } match
            ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture)
            : throw new BenchmarkException($"rtpengine refused a call: {answer}");
    }

    private async Task<string> SendAsync(string message)
    {
        await _control.SendAsync(Encoding.ASCII.GetBytes($"{++_cookie} {message}"));
        var buffer = new byte[65_536];
        using var patience = new CancellationTokenSource(Patience, TimeProvider.System);
        var length = await _control.ReceiveAsync(buffer, SocketFlags.None, patience.Token);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
