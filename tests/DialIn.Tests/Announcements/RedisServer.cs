using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.Tests.Announcements;

/// <summary>A real Redis on a free port, as a BBB server has one. Gone with the test.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string? _password;
    private Process? _process;

    private RedisServer(int port, string? password) => (Port, _password) = (port, password);

    public int Port { get; }

    public string EndPoint => $"127.0.0.1:{Port}";

    /// <summary>Starts one, on a port of its own unless told which.</summary>
    public static async Task<RedisServer> StartAsync(CancellationToken cancel, string? password = null, int? port = null)
    {
        for (var tries = 1; ; tries++)
        {
            var server = new RedisServer(port ?? TestPorts.NextFree(), password);
            if (await server.TryStartAsync(cancel))
            {
                return server;
            }

            // Somebody else was faster.
            await server.DisposeAsync();
            Assert.True(tries < 5, "redis-server has ended");
        }
    }

    /// <summary>Starts it, on the same port.</summary>
    public async Task StartAgainAsync(CancellationToken cancel) => Assert.True(await TryStartAsync(cancel), "redis-server has ended");

    /// <summary>Ends it, as a crash does.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
            _process = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    private async Task<bool> TryStartAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo("redis-server") { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder.Path,
            .. _password is null ? Array.Empty<string>() : ["--requirepass", _password],
        ];
        Array.ForEach(arguments, start.ArgumentList.Add);
        _process = Process.Start(start) ?? throw new InvalidOperationException("redis-server does not start");
        _process.OutputDataReceived += static (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        while (!await AnswersAsync(cancel))
        {
            if (_process.HasExited)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, cancel);
        }

        return !_process.HasExited;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port, cancel);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("PING\r\n"), cancel);
            return await client.GetStream().ReadAsync(new byte[64], cancel) > 0;
        }
        catch (Exception fault) when (fault is SocketException or IOException)
        {
            return false;
        }
    }
}
