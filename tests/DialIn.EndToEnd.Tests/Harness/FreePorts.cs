using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>
/// Ports for programs that must be told theirs: beside those from which the system picks by itself, those of the other tests, and
/// those that the demo has for media. They are given out one after the other, from one sequence for all test processes of this
/// user: nobody gets what another may use still, bound or not. Its file stays in the folder for temporary files.
/// </summary>
internal static class FreePorts
{
    private const int First = 10_000;
    private static readonly int Last = Math.Min(19_999, FirstOfTheSystem() - 1);
    private static readonly string Sequence = Path.Combine(Path.GetTempPath(), $"dialin-tests-next-port-{Environment.UserName}");

    /// <summary>One port, free for UDP and TCP on 127.0.0.1.</summary>
    public static int Next() => NextRange(1);

    /// <summary>The first of <paramref name="count"/> neighbouring ports, even, each free for UDP and TCP on 127.0.0.1.</summary>
    public static int NextRange(int count)
    {
        var size = count + (count % 2);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var first = Take(size);
            if (Enumerable.Range(first, size).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException($"no {count} neighbouring free ports between {First} and {Last}");
    }

    private static int Take(int size)
    {
        using var sequence = Open();
        using var reader = new StreamReader(sequence, leaveOpen: true);
        var isNumber = int.TryParse(reader.ReadToEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var next);
        var first = isNumber && next % 2 == 0 && next >= First && next + size - 1 <= Last ? next : First;
        sequence.SetLength(0);
        sequence.Write(Encoding.ASCII.GetBytes((first + size).ToString(CultureInfo.InvariantCulture)));
        return first;
    }

    // Whoever has it open has it alone, for less than a millisecond.
    private static FileStream Open()
    {
        for (var wait = default(SpinWait); ; wait.SpinOnce())
        {
            try
            {
                return new FileStream(Sequence, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException fault) when (fault is not DirectoryNotFoundException && wait.Count < 10_000)
            {
                // Somebody else takes a port.
            }
        }
    }

    private static int FirstOfTheSystem()
    {
        const string Setting = "/proc/sys/net/ipv4/ip_local_port_range";
        var first = File.Exists(Setting) ? int.Parse(File.ReadAllText(Setting).Split('\t', ' ')[0], CultureInfo.InvariantCulture) : int.MaxValue;
        // Where the system takes nearly all of them, there is no place beside.
        return first < First + 4_000 ? int.MaxValue : first;
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var udp = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            udp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            using var tcp = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            tcp.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
