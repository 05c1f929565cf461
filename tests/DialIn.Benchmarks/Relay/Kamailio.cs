using System.ComponentModel;

namespace DialIn.Benchmarks.Relay;

/// <summary>kamailio, as Debian packages it: a proxy that has the audio of its calls relayed by an rtpengine.</summary>
internal sealed class Kamailio : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dialin-kamailio-");
    private readonly ChildProcess _child;

    /// <param name="port">Where it takes SIP over UDP.</param>
    /// <param name="control">Where an rtpengine that is up takes its control protocol.</param>
    public Kamailio(int port, int control)
    {
        var configuration = PathOf("kamailio.cfg");
        File.WriteAllText(configuration, Configuration(port, control));
        try
        {
            _child = ChildProcess.Start("/usr/sbin/kamailio", "-DD", "-E", "-f", configuration, "-m", "256", "-P", PathOf("kamailio.pid"), "-Y", _folder.FullName);
        }
        catch (Win32Exception)
        {
            _folder.Delete(recursive: true);
            throw new BenchmarkException("This machine has no kamailio, which rtpengine is measured behind: apt-get install kamailio, or leave rtpengine out with --systems");
        }
    }

    public bool HasExited => _child.HasExited;

    public void Dispose()
    {
        _child.Dispose();
        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private static string Configuration(int port, int control) => $$"""
        #!KAMAILIO
        debug=0
        log_stderror=yes
        fork=yes
        children=2
        disable_tcp=yes
        auto_aliases=no
        listen=udp:127.0.0.1:{{port}}
        {{string.Join('\n', "tm sl rr pv siputils rtpengine".Split(' ').Select(static module => $"loadmodule \"{module}.so\""))}}
        modparam("rtpengine", "rtpengine_sock", "udp:127.0.0.1:{{control}}")

        request_route {
            if (has_totag()) {
                if (method == "BYE") { rtpengine_delete(); }
                if (loose_route()) { t_relay(); }
                exit;
            }
            if (method != "INVITE") { sl_send_reply("405", "Method Not Allowed"); exit; }
            record_route();
            if (!rtpengine_offer()) { sl_send_reply("500", "No rtpengine"); exit; }
            t_on_reply("ANSWER");
            t_relay();
        }

        onreply_route[ANSWER] {
            if (status == 200) { rtpengine_answer(); }
        }
        """;
}
