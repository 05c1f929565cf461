using System.Net;
using System.Net.Sockets;
using System.Text;
using DialIn.Media.Audio;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>baresip as the caller's telephone: plays a WAV file, records a WAV file, and is steered over its control port.</summary>
internal sealed class BaresipPhone : IAsyncDisposable
{
    private const string Modules = "/usr/lib/baresip/modules";
    private readonly ProgramProcess _process;
    private readonly int _controlPort;
    private readonly string _folder;

    private BaresipPhone(ProgramProcess process, int controlPort, string folder)
    {
        _process = process;
        _controlPort = controlPort;
        _folder = folder;
    }

    public string Output => _process.Output;

    /// <param name="folder">Scratch space.</param>
    /// <param name="account">One line of baresip's accounts file.</param>
    /// <param name="speaks">The WAV file (mono, 16 bit, 8 kHz) that it speaks into each call.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="roots">PEM file of the roots that it believes over TLS.</param>
    /// <param name="extra">More lines of its configuration.</param>
    public static async Task<BaresipPhone> StartAsync(ScratchFolder folder, string account, string speaks, CancellationToken cancel, string? roots = null, string extra = "")
    {
        var home = Path.Combine(folder.Path, "baresip");
        Directory.CreateDirectory(home);
        var control = FreePorts.Next();
        var sip = FreePorts.Next();
        var media = FreePorts.NextRange(20);
        File.WriteAllText(Path.Combine(home, "config"), $"""
            poll_method epoll
            sip_listen 127.0.0.1:{sip}
            {(roots is null ? "" : $"sip_cafile {roots}")}
            net_interface 127.0.0.1
            rtp_ports {media}-{media + 19}
            audio_player aufile,{home}/heard.wav
            audio_source aufile,{speaks}
            audio_alert aufile,{home}/alert.wav
            audio_level no
            ausrc_srate 8000
            auplay_srate 8000
            ausrc_channels 1
            auplay_channels 1
            module_path {Modules}
            module g711.so
            module g722.so
            module aufile.so
            module sndfile.so
            module srtp.so
            snd_path {home}
            module_app account.so
            module_app menu.so
            module_app ctrl_tcp.so
            ctrl_tcp_listen 127.0.0.1:{control}
            {extra}
            """);
        File.WriteAllText(Path.Combine(home, "accounts"), account + "\n");
        File.WriteAllText(Path.Combine(home, "contacts"), "\n");
        var process = new ProgramProcess("baresip", ["-f", home], home);
        var phone = new BaresipPhone(process, control, home);
        await process.WaitForLineAsync(line => line.Contains("baresip is ready", StringComparison.Ordinal), TimeSpan.FromMinutes(1), cancel);
        return phone;
    }

    public Task DialAsync(string uri, CancellationToken cancel) => CommandAsync("dial", uri, cancel);

    public Task HangUpAsync(CancellationToken cancel) => CommandAsync("hangup", null, cancel);

    /// <summary>Presses keys, one after the other.</summary>
    public async Task PressAsync(string keys, CancellationToken cancel)
    {
        foreach (var key in keys)
        {
            await CommandAsync("sndcode", key.ToString(), cancel);
        }
    }

    public Task<string> WaitForLineAsync(string part, CancellationToken cancel) =>
        _process.WaitForLineAsync(line => line.Contains(part, StringComparison.Ordinal), TimeSpan.FromMinutes(1), cancel);

    /// <summary>The telephone vanishes from one moment to the next: it says nothing to anybody.</summary>
    public Task KillAsync(CancellationToken cancel)
    {
        _process.Kill();
        return _process.WaitForExitAsync(TimeSpan.FromMinutes(1), cancel);
    }

    /// <summary>What it has written of its one call so far.</summary>
    public PcmClip Heard() => GrowingWav.Read(Assert.Single(Directory.GetFiles(_folder, "dump-*-dec.wav")));

    /// <summary>Ends baresip and gives what it heard in its one call.</summary>
    public async Task<PcmClip> StopAsync(CancellationToken cancel)
    {
        _process.Terminate();
        await _process.WaitForExitAsync(TimeSpan.FromMinutes(1), cancel);
        return Heard();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(Output);
    }

    /// <summary>One command as a netstring of JSON, and its answer.</summary>
    private async Task CommandAsync(string command, string? parameters, CancellationToken cancel)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _controlPort, cancel);
        var json = parameters is null ? $$"""{"command":"{{command}}"}""" : $$"""{"command":"{{command}}","params":"{{parameters}}"}""";
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{json.Length}:{json},"), cancel);
        var answer = new byte[4096];
        var text = new StringBuilder();
        while (!text.ToString().Contains("\"response\":true", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(answer, cancel).AsTask().WaitAsync(TimeSpan.FromMinutes(1), cancel);
            Assert.True(read > 0, $"baresip closed its control connection after '{command}': {text}\n{Output}");
            text.Append(Encoding.UTF8.GetString(answer, 0, read));
        }

        Assert.Contains("\"ok\":true", text.ToString(), StringComparison.Ordinal);
    }
}
