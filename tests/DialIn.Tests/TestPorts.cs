using System.Net;
using System.Net.Sockets;

namespace DialIn.Tests;

/// <summary>Ports for the media of the bridges in these tests. The end-to-end tests take theirs above; a capture of one must not hold packets of another. Enough for 1,000 calls, and below 5060, which the demo wants.</summary>
internal static class TestPorts
{
    public const int First = 1_056;
    public const int Last = 5_055;

    // Below those that the system gives to whoever asks for any: it would give away what is free now before it is listened on.
    private const int FirstListening = 5_100;
    private const int ListeningCount = 900;

    // Test runs beside this one begin elsewhere.
    private static int _next = Environment.ProcessId * 37;

    /// <summary>The same as an option.</summary>
    public const string Range = "1056-5055";

    /// <summary>A TCP port that nobody listens on, another one each time.</summary>
    public static int NextFree()
    {
        for (var tries = 0; tries < ListeningCount; tries++)
        {
            var port = FirstListening + (int)((uint)Interlocked.Increment(ref _next) % ListeningCount);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"no port of {FirstListening} to {FirstListening + ListeningCount - 1} is free");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
