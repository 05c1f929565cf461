using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Rotation;

/// <summary>
/// kamailio as a carrier whose portal changes passwords: takes one or two for each REGISTER, forgets bindings that are not
/// refreshed in time and says so, and passes calls to whoever registered. Killed and started again, it has forgotten all bindings.
/// </summary>
internal sealed class RotatingRegistrar : IAsyncDisposable
{
    // Refreshed after 8 to 14 seconds: each step of a test waits for one refresh.
    private const int BindingSeconds = 16;

    private readonly ScratchFolder _folder;
    private ProgramProcess? _process;

    private RotatingRegistrar(ScratchFolder folder, int port) => (_folder, Port) = (folder, port);

    public int Port { get; }

    /// <summary>All that it has said since its last start.</summary>
    public string Log => _process!.Output;

    /// <summary>How many REGISTERs were saved since the last start.</summary>
    public int Saves => Log.Split("saved trunk", StringSplitOptions.None).Length - 1;

    public static async Task<RotatingRegistrar> StartAsync(ScratchFolder folder, int port, string password, CancellationToken cancel)
    {
        var registrar = new RotatingRegistrar(folder, port);
        await registrar.RunAsync(password, password, cancel);
        return registrar;
    }

    /// <summary>Starts it, with the passwords that it takes.</summary>
    public async Task RunAsync(string one, string other, CancellationToken cancel)
    {
        var file = _folder.Write("rotating.cfg", Configuration(one, other));
        _process = new ProgramProcess(
            "/usr/sbin/kamailio", ["-DD", "-E", "-f", file, "-m", "32", "-M", "4", "-P", _folder.File("rotating.pid"), "-Y", _folder.Path], _folder.Path);
        await _process.WaitForLineAsync(static line => line.Contains("carrier is up", StringComparison.Ordinal), TimeSpan.FromSeconds(60), cancel);
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

    /// <summary>Waits until so many REGISTERs were saved since the last start.</summary>
    public Task WaitForSavesAsync(int count, CancellationToken cancel) =>
        _process!.WaitForLineAsync(_ => Saves >= count, TimeSpan.FromMinutes(2), cancel);

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

    private string Configuration(string one, string other) => $$"""
        #!KAMAILIO
        debug=1
        log_stderror=yes
        fork=yes
        children=2
        tcp_children=1
        auto_aliases=no
        sip_warning=no
        listen=udp:127.0.0.1:{{Port}}
        loadmodule "tm.so"
        loadmodule "sl.so"
        loadmodule "rr.so"
        loadmodule "pv.so"
        loadmodule "xlog.so"
        loadmodule "maxfwd.so"
        loadmodule "siputils.so"
        loadmodule "textops.so"
        loadmodule "usrloc.so"
        loadmodule "registrar.so"
        loadmodule "auth.so"
        loadmodule "rtimer.so"
        loadmodule "ctl.so"
        modparam("ctl", "binrpc", "unix:{{_folder.File("rotating.ctl")}}")
        modparam("auth", "qop", "auth")
        modparam("rr", "append_fromtag", 1)
        modparam("registrar", "min_expires", 5)
        modparam("registrar", "max_expires", {{BindingSeconds}})
        modparam("usrloc", "timer_interval", 1)
        modparam("pv", "shvset", "one=s:{{one}}")
        modparam("pv", "shvset", "other=s:{{other}}")
        modparam("rtimer", "timer", "name=up;interval=1;mode=0;")
        modparam("rtimer", "exec", "timer=up;route=UP")

        request_route {
            if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
            if (has_totag()) {
                if (loose_route()) { t_relay(); exit; }
                if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
                sl_send_reply("404", "Not Found");
                exit;
            }
            if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
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
            if (is_method("INVITE")) {
                record_route();
                $rU = "trunk";
                if (!lookup("location")) { sl_send_reply("480", "Temporarily Unavailable"); exit; }
                t_relay();
                exit;
            }
            sl_send_reply("405", "Method Not Allowed");
        }

        event_route[usrloc:contact-expired] {
            xlog("L_ALERT", "binding expired\n");
        }

        route[UP] {
            xlog("L_ALERT", "carrier is up\n");
        }
        """;
}
