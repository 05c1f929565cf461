using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Rotation;

/// <summary>
/// kamailio as a carrier whose portal changes passwords: takes one or two for each REGISTER, forgets bindings that are not
/// refreshed in time and says so, and passes calls to whoever registered. Killed and started again, it has forgotten all bindings.
/// </summary>
internal sealed class RotatingRegistrar : IAsyncDisposable
{
    // Refreshed after 8 to 10 seconds: each step of a test waits for one refresh.
    private const int BindingSeconds = 16;

    private readonly ScratchFolder _folder;
    private readonly bool _asksCallers;
    private ProgramProcess? _process;

    private RotatingRegistrar(ScratchFolder folder, int port, bool asksCallers) => (_folder, Port, _asksCallers) = (folder, port, asksCallers);

    public int Port { get; }

    /// <summary>All that it has said since its last start.</summary>
    public string Log => _process!.Output;

    /// <summary>How many REGISTERs were saved since the last start.</summary>
    public int Saves => Log.Split("saved trunk", StringSplitOptions.None).Length - 1;

    /// <param name="folder">Scratch space.</param>
    /// <param name="port">Where it listens on 127.0.0.1.</param>
    /// <param name="password">What the trunk must know.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="asksCallers">Whether the account shows its password for calls, too.</param>
    public static async Task<RotatingRegistrar> StartAsync(ScratchFolder folder, int port, string password, CancellationToken cancel, bool asksCallers = false)
    {
        var registrar = new RotatingRegistrar(folder, port, asksCallers);
        await registrar.RunAsync(password, password, cancel);
        return registrar;
    }

    /// <summary>Starts it, with the passwords that it takes.</summary>
    public async Task RunAsync(string one, string other, CancellationToken cancel)
    {
        _process = await KamailioScript.RunAsync(_folder, "rotating", Configuration(one, other), cancel);
    }

    /// <summary>The portal: these passwords are good from the next request on.</summary>
    public async Task SetPasswordsAsync(string one, string other, CancellationToken cancel)
    {
        foreach (var (name, value) in new[] { ("one", one), ("other", other) })
        {
            await using var command = new ProgramProcess("kamcmd", ["-s", $"unix:{_folder.File("rotating.ctl")}", "pv.shvSet", name, "str", value], _folder.Path);
            var code = await command.WaitForExitAsync(TimeSpan.FromSeconds(30), cancel);
            Assert.True(code == 0, command.Output);
        }
    }

    /// <summary>What sets one of them, for a shell.</summary>
    public string SetPasswordCommand(string name, string value) => $"kamcmd -s unix:{_folder.File("rotating.ctl")} pv.shvSet {name} str '{value}'";

    /// <summary>Waits until so many REGISTERs were saved since the last start.</summary>
    public Task WaitForSavesAsync(int count, CancellationToken cancel) =>
        _process!.WaitForLinesAsync(static line => line.Contains("saved trunk", StringComparison.Ordinal), count, TimeSpan.FromMinutes(2), cancel);

    /// <summary>Ends it on the spot.</summary>
    public async Task KillAsync()
    {
        await _process!.DisposeAsync();
        TestContext.Current.TestOutputHelper?.WriteLine(_process.Output);
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await KillAsync();
        }
    }

    private const string AskCallers = """
            if (is_method("INVITE")) {
                if (!pv_proxy_authenticate("carrier.example", "$shv(one)", "0") && !pv_proxy_authenticate("carrier.example", "$shv(other)", "0")) {
                    proxy_challenge("carrier.example", "1");
                    exit;
                }
                consume_credentials();
            }
        """;

    private string Configuration(string one, string other) => $$"""
        {{KamailioScript.Head(Port)}}
        loadmodule "ctl.so"
        modparam("ctl", "binrpc", "unix:{{_folder.File("rotating.ctl")}}")
        modparam("registrar", "min_expires", 5)
        modparam("registrar", "max_expires", {{BindingSeconds}})
        modparam("usrloc", "timer_interval", 1)
        modparam("pv", "shvset", "one=s:{{one}}")
        modparam("pv", "shvset", "other=s:{{other}}")

        request_route {
        {{KamailioScript.Entry}}
            if (is_method("REGISTER")) {
                if (!pv_www_authenticate("carrier.example", "$shv(one)", "0") && !pv_www_authenticate("carrier.example", "$shv(other)", "0")) {
                    if ($hdr(Authorization) != $null) { xlog("L_ALERT", "refused $tU\n"); }
                    www_challenge("carrier.example", "1");
                    exit;
                }
                save("location");
                if ($hdr(Contact) != $null) { xlog("L_ALERT", "saved $tU\n"); } else { xlog("L_ALERT", "asked $tU\n"); }
                exit;
            }
            if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
        {{(_asksCallers ? AskCallers : "")}}
        {{KamailioScript.Calls}}
        }

        event_route[usrloc:contact-expired] {
            xlog("L_ALERT", "binding expired\n");
        }

        {{KamailioScript.SaysThatItIsUp}}
        """;
}
