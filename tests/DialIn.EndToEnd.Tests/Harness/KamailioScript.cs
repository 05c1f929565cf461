namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>What the configurations of every kamailio that plays a carrier have in common.</summary>
internal static class KamailioScript
{
    /// <summary>The beginning of <c>request_route</c>: what is no new request is passed on where it belongs.</summary>
    public const string Entry = """
            if (!mf_process_maxfwd_header("10")) { sl_send_reply("483", "Too Many Hops"); exit; }
            if (has_totag()) {
                xlog("L_ALERT", "in dialog $rm\n");
                if (loose_route()) { handle_ruri_alias(); t_relay(); exit; }
                if (is_method("ACK") && t_check_trans()) { t_relay(); exit; }
                sl_send_reply("404", "Not Found");
                exit;
            }
            if (is_method("CANCEL")) { if (t_check_trans()) { t_relay(); } exit; }
        """;

    /// <summary>The end of <c>request_route</c>: a call goes to whoever registered the account, whatever number it is for.</summary>
    public const string Calls = """
            if (is_method("INVITE")) {
                record_route();
                # A carrier keeps the called number in To; the trunk is found under its account.
                $rU = "trunk";
                if (!lookup("location")) { sl_send_reply("480", "Temporarily Unavailable"); exit; }
                t_relay();
                exit;
            }
            sl_send_reply("405", "Method Not Allowed");
        """;

    /// <summary>Says each second that it is up.</summary>
    public const string SaysThatItIsUp = """
        route[UP] {
            xlog("L_ALERT", "carrier is up\n");
        }
        """;

    /// <summary>Settings and modules; it listens on UDP.</summary>
    public static string Head(int port) => $"""
        #!KAMAILIO
        debug=1
        log_stderror=yes
        fork=yes
        # One, so that a 180 and the 200 right after it keep their order.
        children=1
        tcp_children=1
        auto_aliases=no
        sip_warning=no
        listen=udp:127.0.0.1:{port}
        {string.Join('\n', "tm sl rr pv xlog maxfwd siputils textops usrloc registrar nathelper auth rtimer".Split(' ').Select(static module => $"loadmodule \"{module}.so\""))}
        modparam("auth", "qop", "auth")
        modparam("rr", "append_fromtag", 1)
        modparam("rtimer", "timer", "name=up;interval=1;mode=0;")
        modparam("rtimer", "exec", "timer=up;route=UP")
        """;

    /// <summary>Starts it, and waits until it is up.</summary>
    /// <param name="folder">Scratch space.</param>
    /// <param name="name">Of its files.</param>
    /// <param name="script">The configuration.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<ProgramProcess> RunAsync(ScratchFolder folder, string name, string script, CancellationToken cancel)
    {
        var file = folder.Write($"{name}.cfg", script);
        var process = new ProgramProcess("/usr/sbin/kamailio", ["-DD", "-E", "-f", file, "-m", "32", "-M", "4", "-P", folder.File($"{name}.pid"), "-Y", folder.Path], folder.Path);
        await process.WaitForLineAsync(static line => line.Contains("carrier is up", StringComparison.Ordinal), TimeSpan.FromSeconds(60), cancel);
        return process;
    }
}
