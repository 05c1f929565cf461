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

    /// <param name="folder">Scratch space.</param>
    /// <param name="port">Where it listens on 127.0.0.1, UDP and TCP.</param>
    /// <param name="password">What the trunk must know.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="tls">Where it listens for TLS too, and its certificate and key.</param>
    public static async Task<Kamailio> StartAsync(
        ScratchFolder folder, int port, string password, CancellationToken cancel, (int Port, string File, string KeyFile)? tls = null)
    {
        var file = folder.Write("kamailio.cfg", Configuration(port, password, tls is { } edge ? Tls(folder, edge) : ""));
        var process = new ProgramProcess("/usr/sbin/kamailio", ["-DD", "-E", "-f", file, "-m", "32", "-M", "4", "-P", folder.File("kamailio.pid"), "-Y", folder.Path], folder.Path);
        var kamailio = new Kamailio(process, port);
        await process.WaitForLineAsync(line => line.Contains("carrier is up", StringComparison.Ordinal), TimeSpan.FromSeconds(20), cancel);
        return kamailio;
    }

    /// <summary>Waits until the trunk has registered with the right password.</summary>
    public Task WaitForRegistrationAsync(CancellationToken cancel) => WaitForLineAsync("registered trunk expires 60", cancel);

    /// <summary>Waits until somebody has registered over a transport, such as <c>tls</c>.</summary>
    public Task WaitForRegistrationByAsync(string transport, CancellationToken cancel) => WaitForLineAsync($"registered by {transport}", cancel);

    /// <summary>Waits until the trunk has taken its binding back, with the right password.</summary>
    public Task WaitForUnregistrationAsync(CancellationToken cancel) => WaitForLineAsync("registered trunk expires 0", cancel);

    /// <summary>Waits until a wrong password was shown.</summary>
    public Task WaitForRefusalAsync(CancellationToken cancel) => WaitForLineAsync("refused trunk", cancel);

    /// <summary>Waits until a request of a running call was passed on along its route.</summary>
    public Task WaitForRequestInCallAsync(string method, CancellationToken cancel) => WaitForLineAsync($"in dialog {method}", cancel);

    public async ValueTask DisposeAsync() => await _process.DisposeAsync();

    private Task WaitForLineAsync(string end, CancellationToken cancel) =>
        _process.WaitForLineAsync(line => line.EndsWith(end, StringComparison.Ordinal), TimeSpan.FromMinutes(1), cancel);

    private static string Tls(ScratchFolder folder, (int Port, string File, string KeyFile) tls)
    {
        var file = folder.Write("kamailio-tls.cfg", $"""
            [server:default]
            method = TLSv1.2+
            verify_certificate = no
            certificate = {tls.File}
            private_key = {tls.KeyFile}
            """);
        return $"""
            enable_tls=yes
            listen=tls:127.0.0.1:{tls.Port}
            loadmodule "tls.so"
            modparam("tls", "config", "{file}")
            """;
    }

    // Who came by a connection is called through that connection: what a carrier's edge does for trunks behind NAT.
    private static string Configuration(int port, string password, string tls) => $$"""
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
        {{tls}}
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
        loadmodule "nathelper.so"
        loadmodule "auth.so"
        loadmodule "rtimer.so"
        modparam("auth", "nonce_count", 1)
        modparam("auth", "qop", "auth")
        modparam("rr", "append_fromtag", 1)
        modparam("registrar", "min_expires", 10)
        modparam("registrar", "received_avp", "$avp(received)")
        modparam("nathelper", "received_avp", "$avp(received)")
        modparam("rtimer", "timer", "name=up;interval=1;mode=0;")
        modparam("rtimer", "exec", "timer=up;route=UP")

        request_route {
            if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
            if (has_totag()) {
                xlog("L_ALERT", "in dialog $rm\n");
                if (loose_route()) { handle_ruri_alias(); t_relay(); exit; }
                if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
                sl_send_reply("404", "Not Found");
                exit;
            }
            if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
            if (is_method("REGISTER")) {
                if (!pv_www_authenticate("carrier.example", "{{password}}", "0")) {
                    if ($hdr(Authorization) != $null) { xlog("L_ALERT", "refused $tU\n"); }
                    www_challenge("carrier.example", "1");
                    exit;
                }
                if (proto == TLS) { fix_nated_register(); }
                save("location");
                xlog("L_ALERT", "registered by $proto\n");
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

        onreply_route {
            if (proto == TLS) { set_contact_alias(); }
        }

        route[UP] {
            xlog("L_ALERT", "carrier is up\n");
        }
        """;
}
