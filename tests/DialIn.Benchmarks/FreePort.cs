using System.Net;
using System.Net.Sockets;

namespace DialIn.Benchmarks;

/// <summary>A UDP port of the loopback address that nobody has now.</summary>
internal static class FreePort
{
    /// <summary>Another one each time.</summary>
    public static int Next()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
