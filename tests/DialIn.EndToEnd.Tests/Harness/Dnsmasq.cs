using System.Net;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>dnsmasq as the name server of a carrier's domain, over UDP and TCP on a port of its own. It asks nobody else.</summary>
internal sealed class Dnsmasq : IAsyncDisposable
{
    private readonly ProgramProcess _process;

    private Dnsmasq(ProgramProcess process, int port)
    {
        _process = process;
        Address = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint Address { get; }

    /// <param name="folder">Scratch space.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="records">Lines of its configuration, such as <c>host-record=a.carrier.test,127.0.0.1</c>.</param>
    public static async Task<Dnsmasq> StartAsync(ScratchFolder folder, CancellationToken cancel, params string[] records)
    {
        var port = FreePorts.Next();
        var file = folder.Write("dnsmasq.conf", string.Join('\n', (string[])["local=/test/", "local-ttl=77", .. records, ""]));
        var process = new ProgramProcess(
            "/usr/sbin/dnsmasq",
            ["--keep-in-foreground", "--log-facility=-", $"--user={Environment.UserName}", $"--port={port}", "--listen-address=127.0.0.1", "--bind-interfaces", "--no-resolv", "--no-hosts", $"--conf-file={file}", $"--pid-file={folder.File("dnsmasq.pid")}"],
            folder.Path);
        await process.WaitForLineAsync(line => line.Contains("started, version", StringComparison.Ordinal), TimeSpan.FromMinutes(1), cancel);
        return new Dnsmasq(process, port);
    }

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();
}
