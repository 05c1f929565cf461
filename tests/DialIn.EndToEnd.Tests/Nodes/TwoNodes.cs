using System.Globalization;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.Simulator;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.EndToEnd.Tests.Nodes;

/// <summary>Two nodes with one database and one account at a kamailio, which says of each REGISTER whose it is. A lease lasts ten seconds here.</summary>
internal sealed partial class TwoNodes : IAsyncDisposable
{
    // Refreshed after 8 to 10 seconds.
    private const int BindingSeconds = 16;

    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly ScratchFolder _folder = new();
    private readonly ScratchFolder _otherFolder = new();
    private readonly SimulatedBbbServer _server = new(new SimulatedBbbServerOptions { Name = "bbb1" }, TimeProvider.System, NullLoggerFactory.Instance);
    private ProgramProcess? _registrar;

    /// <summary>The node that was there first.</summary>
    public Bridge First { get; private set; } = null!;

    /// <summary>The one that waits.</summary>
    public Bridge Second { get; private set; } = null!;

    /// <summary>The REGISTERs so far, in order: the port that each came from, and whether it takes the binding back.</summary>
    public IReadOnlyList<(int Port, bool IsEnd)> Registers =>
        [.. RegisterLine().Matches(_registrar!.Output).Select(static match => (int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture), match.Groups[2].Value == "0"))];

    public static async Task<TwoNodes> StartAsync(CancellationToken cancel)
    {
        var nodes = new TwoNodes();
        try
        {
            await nodes.BeginAsync(cancel);
            return nodes;
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits for a REGISTER of a node, after so many of both.</summary>
    /// <returns>How many there are then.</returns>
    public async Task<int> WaitForRegisterAsync(Bridge node, int after, CancellationToken cancel)
    {
        await _registrar!.WaitForLineAsync(_ => Registers.Skip(after).Any(register => register.Port == node.SipPort), Long, cancel);
        return Registers.Count;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var part in new IAsyncDisposable?[] { Second, First, _registrar, _server })
        {
            if (part is not null)
            {
                await part.DisposeAsync();
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(_registrar?.Output ?? "");
        _otherFolder.Dispose();
        _folder.Dispose();
    }

    private async Task BeginAsync(CancellationToken cancel)
    {
        await _server.StartAsync(cancel);
        var port = FreePorts.Next();
        _registrar = await KamailioScript.RunAsync(_folder, "shared", Configuration(port), cancel);
        First = await BridgeAsync(_folder, port, cancel);
        await WaitForRegisterAsync(First, 0, cancel);
        Second = await BridgeAsync(_otherFolder, port, cancel);
        await Second.Process.WaitForLineAsync(static line => line.Contains("[3113] Trunk carrier is registered by another node", StringComparison.Ordinal), Long, cancel);
    }

    private Task<Bridge> BridgeAsync(ScratchFolder folder, int port, CancellationToken cancel)
    {
        File.SetUnixFileMode(folder.Write("trunk.password", "a-password\n"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return Bridge.StartAsync(
            folder,
            [_server],
            cancel,
            trunks: $$"""
                [ { "Name": "carrier", "Mode": "Register", "Registrar": "sip:127.0.0.1:{{port}}", "Username": "trunk", "PasswordFile": "trunk.password", "Expires": "00:01:00" },
                  { "Name": "static", "Mode": "Static", "AllowedSources": ["127.0.0.9"] } ]
                """,
            environment: new Dictionary<string, string>
            {
                ["DialIn__Storage__ConnectionString"] = $"Data Source={_folder.File("dialin.db")}",
                ["DialIn__Sip__RegistrationLease"] = "00:00:10",
            });
    }

    private static string Configuration(int port) => $$"""
        {{KamailioScript.Head(port)}}
        modparam("registrar", "min_expires", 5)
        modparam("registrar", "max_expires", {{BindingSeconds}})
        modparam("usrloc", "timer_interval", 1)

        request_route {
        {{KamailioScript.Entry}}
            if (is_method("REGISTER")) {
                xlog("L_ALERT", "REGISTER from $sp for $hdr(Expires)\n");
                save("location");
                exit;
            }
        {{KamailioScript.Calls}}
        }

        {{KamailioScript.SaysThatItIsUp}}
        """;

    [GeneratedRegex("REGISTER from ([0-9]+) for ([0-9]+)")]
    private static partial Regex RegisterLine();
}
