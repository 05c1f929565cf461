using DialIn.EndToEnd.Tests.Harness;
using DialIn.EndToEnd.Tests.Peers;
using DialIn.Simulator;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.EndToEnd.Tests.Locating;

/// <summary>The whole program, a real name server, and a carrier whose first edge is down.</summary>
[TriedWith("UDP", "dnsmasq", "kamailio")]
public sealed class LocatedTrunkTests
{
    private const string Password = "correct horse battery staple";

    [Fact]
    [Rfc(3263, "4.3")]
    public async Task Registrar_FoundBySrv_WhoseFirstHostIsDown_IsRegisteredAtTheSecond()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var folder = new ScratchFolder();
        var port = FreePorts.Next();
        await using var dnsmasq = await Dnsmasq.StartAsync(
            folder,
            cancel,
            "naptr-record=carrier.test,10,10,S,SIP+D2U,,_sip._udp.carrier.test",
            $"srv-host=_sip._udp.carrier.test,edge1.carrier.test,{FreePorts.Next()},10,0",
            $"srv-host=_sip._udp.carrier.test,edge2.carrier.test,{port},20,0",
            "host-record=edge1.carrier.test,127.0.0.1",
            "host-record=edge2.carrier.test,127.0.0.1");
        await using var kamailio = await Kamailio.StartAsync(folder, port, Password, cancel);
        File.SetUnixFileMode(folder.Write("trunk.password", Password + "\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using var server = new SimulatedBbbServer(new SimulatedBbbServerOptions { Name = "bbb1" }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.StartAsync(cancel);
        await using var bridge = await Bridge.StartAsync(
            folder,
            [server],
            cancel,
            extra: $$"""
                "Sip": { "NameServers": ["{{dnsmasq.Address}}"] }
                """,
            trunks: """[ { "Name": "carrier", "Mode": "Register", "Registrar": "sip:carrier.test", "Username": "trunk", "PasswordFile": "trunk.password", "Expires": "60 s" } ]""");

        await kamailio.WaitForRegistrationAsync(cancel);
        await bridge.Process.WaitForLineAsync(line => line.Contains("Trunk carrier is registered", StringComparison.Ordinal), TimeSpan.FromMinutes(1), cancel);
        var said = await bridge.RunAsync(["check"], cancel);
        Assert.Contains($"trunk carrier, sources\tcalls from carrier.test (127.0.0.1)", said, StringComparison.Ordinal);
        Assert.Contains($", then udp:127.0.0.1:{port}", said, StringComparison.Ordinal);
    }
}
