using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DialIn.Testing;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>All that a bridge sends and receives by UDP, as tshark's dumpcap sees it on the loopback interface, and tshark's opinion of it.</summary>
internal sealed partial class NetworkCapture : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ProgramProcess _dumpcap;
    private readonly string _folder;
    private readonly string _file;

    private NetworkCapture(ProgramProcess dumpcap, string folder, string file, int sipPort, string mediaPorts) =>
        (_dumpcap, _folder, _file, SipPort, MediaPorts) = (dumpcap, folder, file, sipPort, mediaPorts);

    /// <summary>The bridge's port for SIP.</summary>
    public int SipPort { get; }

    /// <summary>The bridge's ports for media, such as <c>20000-20399</c>.</summary>
    public string MediaPorts { get; }

    /// <summary>tshark's filter for what the bridge sent.</summary>
    public string FromBridge => $"(udp.srcport == {SipPort} || udp.srcport in {{{MediaPorts.Replace("-", "..", StringComparison.Ordinal)}}})";

    /// <summary>Captures from now on.</summary>
    public static async Task<NetworkCapture> StartAsync(ScratchFolder folder, Bridge bridge, CancellationToken cancel)
    {
        var media = PortRange().Match(await File.ReadAllTextAsync(bridge.Configuration, cancel)).Groups[1].Value;
        var file = folder.File("trace.pcapng");

        // Its buffer fills with everything on the interface until its filter is there, and what does not fit then counts as lost:
        // large packets are those of other tests, and are cut short.
        var dumpcap = new ProgramProcess("dumpcap", ["-i", "lo", "-B", "32", "-s", "9000", "-w", file, "-f", $"host 127.0.0.1 and (udp port {bridge.SipPort} or udp portrange {media})"], folder.Path);
        await dumpcap.WaitForLineAsync(static line => line.StartsWith("File: ", StringComparison.Ordinal), Patience, cancel);
        return new NetworkCapture(dumpcap, folder.Path, file, bridge.SipPort, media);
    }

    /// <summary>Ends the capture; nothing of it may have been lost.</summary>
    public async Task StopAsync(CancellationToken cancel)
    {
        // dumpcap writes what it has seen now and then. Once it has written this, it has written all that came before.
        var last = Guid.NewGuid().ToByteArray();
        using (var socket = new UdpClient(AddressFamily.InterNetwork))
        {
            await socket.SendAsync(last, new IPEndPoint(IPAddress.Loopback, SipPort), cancel);
        }

        await Waiting.UntilAsync(() => Holds(last), cancel);

        _dumpcap.Terminate();
        Assert.Equal(0, await _dumpcap.WaitForExitAsync(Patience, cancel));
        Assert.Matches(@"Packets received/dropped on interface '.*': \d+/0 ", _dumpcap.Output);
    }

    /// <summary>Asks tshark; one line for each packet that fits the filter, its fields between tabs.</summary>
    public async Task<IReadOnlyList<string>> AskAsync(string filter, CancellationToken cancel, params string[] fields) =>
        await RunAsync(["-Y", filter, "-T", "fields", .. fields.SelectMany(static field => new[] { "-e", field })], cancel);

    /// <summary>Asks tshark about another file with packets of the bridge.</summary>
    public Task<IReadOnlyList<string>> AskAsync(string file, string[] options, CancellationToken cancel, params string[] fields) =>
        RunAsync(file, [.. options, "-T", "fields", .. fields.SelectMany(static field => new[] { "-e", field })], cancel);

    /// <summary>The lines of one of tshark's tables.</summary>
    public Task<IReadOnlyList<string>> TableAsync(string table, CancellationToken cancel) => RunAsync(["-q", "-z", table], cancel);

    public ValueTask DisposeAsync() => _dumpcap.DisposeAsync();

    private bool Holds(ReadOnlySpan<byte> wanted)
    {
        using var file = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes.AsSpan().IndexOf(wanted) >= 0;
    }

    private Task<IReadOnlyList<string>> RunAsync(string[] arguments, CancellationToken cancel) => RunAsync(_file, arguments, cancel);

    private async Task<IReadOnlyList<string>> RunAsync(string file, string[] arguments, CancellationToken cancel)
    {
        // A free port may be one that tshark takes for another protocol's, such as 24576 for MiNT's.
        await using var tshark = new ProgramProcess("tshark", ["-r", file, "-d", $"udp.port=={SipPort},sip", .. arguments], _folder);
        Assert.Equal(0, await tshark.WaitForExitAsync(Patience, cancel));
        return [.. tshark.Output.Split('\n').Where(static line => line.Length > 0 && !line.StartsWith("Running as user", StringComparison.Ordinal))];
    }

    [GeneratedRegex("\"PortRange\": \"([0-9-]+)\"")]
    private static partial Regex PortRange();
}
