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
        var process = await KamailioScript.RunAsync(folder, "kamailio", Configuration(port, password, tls is { } edge ? Tls(folder, edge) : ""), cancel);
        return new Kamailio(process, port);
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
        {{KamailioScript.Head(port)}}
        listen=tcp:127.0.0.1:{{port}}
        {{tls}}
        modparam("auth", "nonce_count", 1)
        modparam("registrar", "min_expires", 10)
        modparam("registrar", "received_avp", "$avp(received)")
        modparam("nathelper", "received_avp", "$avp(received)")

        request_route {
        {{KamailioScript.Entry}}
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
        {{KamailioScript.Calls}}
        }

        onreply_route {
            if (proto == TLS) { set_contact_alias(); }
        }

        {{KamailioScript.SaysThatItIsUp}}
        """;
}
