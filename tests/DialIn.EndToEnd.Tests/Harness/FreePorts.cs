using System.Net;
using System.Net.Sockets;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>
/// Ports for programs that must be told theirs. Taken below the range from which the system picks ports by itself, each one
/// given out once per test process, so two tests never get the same.
/// </summary>
internal static class FreePorts
{
    // Other test processes on the same machine start elsewhere in the range.
    private const int First = 11_000;
    private const int Last = 31_999;
    private static int _next = First + (Environment.ProcessId * 97 % ((Last - First) / 2));

    /// <summary>One port, free for UDP and TCP on 127.0.0.1.</summary>
    public static int Next() => NextRange(1);

    /// <summary>The first of <paramref name="count"/> neighbouring ports, even, each free for UDP and TCP on 127.0.0.1.</summary>
    public static int NextRange(int count)
    {
        var size = count + (count % 2);
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var first = Interlocked.Add(ref _next, size) - size;
            first += first % 2;
            if (first + size > Last)
            {
                Interlocked.Exchange(ref _next, First);
                continue;
            }

            if (Enumerable.Range(first, count).All(IsFree))
            {
                return first;
            }
        }

        throw new InvalidOperationException($"no {count} neighbouring free ports between {First} and {Last}");
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
