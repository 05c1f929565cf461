using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>Two bound sockets: RTP on an even port, RTCP on the next one. RFC 3550 §11.</summary>
internal sealed class PortPair : IDisposable
{
    // DSCP EF (46), the class of voice: RFC 4594 §4.1.
    private const int ExpeditedForwarding = 46 << 2;

    // As Linux numbers them: the class of a socket for IPv6, and of the IPv4 that it speaks as well.
    private const int LevelIpv6 = 41;
    private const int TrafficClass = 67;
    private const int LevelIp = 0;
    private const int TypeOfService = 1;

    // The kernel doubles it and charges each packet with its whole buffer, 0.8 to 4 KiB: room for a second and more of one
    // stream, so that a short stall loses nothing, and a flood or a long stall does not pile up audio that is too old to play.
    private const int BufferSize = 64 * 1024;

    private PortPair(int index, Socket rtp, Socket rtcp) => (Index, Rtp, Rtcp) = (index, rtp, rtcp);

    /// <summary>The pair's place in its pool.</summary>
    public int Index { get; }

    /// <summary>The socket on the even port.</summary>
    public Socket Rtp { get; }

    /// <summary>The socket on the odd port.</summary>
    public Socket Rtcp { get; }

    /// <summary>Where RTP arrives.</summary>
    public IPEndPoint LocalRtp => (IPEndPoint)Rtp.LocalEndPoint!;

    /// <summary>Binds a pair.</summary>
    /// <param name="index">Its place in the pool.</param>
    /// <param name="rtp">The address and even port.</param>
    /// <param name="pair">The pair.</param>
    /// <returns>False when one of the two ports cannot be had.</returns>
    public static bool TryBind(int index, IPEndPoint rtp, out PortPair? pair)
    {
        pair = null;
        if (!TryBind(rtp, out var rtpSocket))
        {
            return false;
        }

        if (!TryBind(new IPEndPoint(rtp.Address, rtp.Port + 1), out var rtcpSocket))
        {
            rtpSocket.Dispose();
            return false;
        }

        pair = new PortPair(index, rtpSocket, rtcpSocket);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Rtp.Dispose();
        Rtcp.Dispose();
    }

    private static bool TryBind(IPEndPoint endPoint, [NotNullWhen(true)] out Socket? socket)
    {
        socket = null;
        try
        {
            // ReuseAddress stays off: on Linux .NET would set SO_REUSEPORT with it, and another process could take the calls' packets.
            socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false, ReceiveBufferSize = BufferSize, SendBufferSize = BufferSize };
            if (endPoint.AddressFamily == AddressFamily.InterNetwork)
            {
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, ExpeditedForwarding);
            }
            else
            {
                socket.DualMode = true;
                MarkBoth(socket);
            }

            socket.Bind(endPoint);
            return true;
        }
        catch (SocketException)
        {
            // Another program has it, or the machine has no more sockets: no port for now, either way.
            socket?.Dispose();
            return false;
        }
    }

    // .NET has no name for it, and other systems another number; they mark IPv6 by their own policies.
    private static void MarkBoth(Socket socket)
    {
        if (OperatingSystem.IsLinux())
        {
            ReadOnlySpan<byte> value = BitConverter.GetBytes(ExpeditedForwarding);
            socket.SetRawSocketOption(LevelIpv6, TrafficClass, value);
            socket.SetRawSocketOption(LevelIp, TypeOfService, value);
        }
    }
}
