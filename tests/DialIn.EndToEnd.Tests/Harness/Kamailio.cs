namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>kamailio as a carrier's registrar and proxy: digest for every REGISTER, calls to whoever registered the number.</summary>
internal sealed class Kamailio : IAsyncDisposable
{
    private readonly ProgramProcess _process;

    private Kamailio(ProgramProcess process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    public string Output => _process.Output;

    public static async Task<Kamailio> StartAsync(ScratchFolder folder, string realm, string password, CancellationToken cancel)
    {
        var port = FreePorts.Next();
        var file = folder.Write("kamailio.cfg", Configuration(port, realm, password, folder.Path));
        var process = new ProgramProcess("/usr/sbin/kamailio", ["-DD", "-E", "-f", file, "-m", "32", "-M", "4", "-P", folder.File("kamailio.pid"), "-Y", folder.Path], folder.Path);
        var kamailio = new Kamailio(process, port);
        await process.WaitForLineAsync(line => line.Contains("carrier is up", StringComparison.Ordinal), TimeSpan.FromSeconds(20), cancel);
        return kamailio;
    }

    /// <summary>Waits until somebody registered with the right password.</summary>
    public Task WaitForRegistrationAsync(string user, CancellationToken cancel) =>
        _process.WaitForLineAsync(line => line.Contains($"registered {user} ", StringComparison.Ordinal), TimeSpan.FromSeconds(30), cancel);

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private static string Configuration(int port, string realm, string password, string folder) => $$"""
        #!KAMAILIO
        debug=1
        log_stderror=yes
        fork=yes
        children=2
        tcp_children=1
        auto_aliases=no
        sip_warning=no
        listen=udp:127.0.0.1:{{port}}
        listen=tcp:127.0.0.1:{{port}}
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
        modparam("auth", "nonce_count", 1)
        modparam("auth", "qop", "auth")
        modparam("rr", "append_fromtag", 1)
        modparam("registrar", "min_expires", 10)
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
                if (!pv_www_authenticate("{{realm}}", "{{password}}", "0")) {
                    www_challenge("{{realm}}", "1");
                    exit;
                }
                save("location");
                xlog("L_ALERT", "registered $tU expires $hdr(Expires)\n");
                exit;
            }
            if (is_method("INVITE")) {
                record_route();
                # A carrier keeps the called number in To; the trunk is found under its account.
                $rU = "trunk";
                if (!lookup("location")) { sl_send_reply("480", "Temporarily Unavailable"); exit; }
                t_relay();
                exit;
            }
            sl_send_reply("405", "Method Not Allowed");
        }

        route[UP] {
            xlog("L_ALERT", "carrier is up\n");
        }
        """;
}
