using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>Two bound sockets: RTP on an even port, RTCP on the next one. RFC 3550 §11.</summary>
internal sealed class PortPair : IDisposable
{
    // DSCP EF (46), the class of voice: RFC 4594 §4.1.
    private const int ExpeditedForwarding = 46 << 2;

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
            socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
            if (endPoint.AddressFamily == AddressFamily.InterNetwork)
            {
                socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.TypeOfService, ExpeditedForwarding);
            }
            else
            {
                socket.DualMode = true;
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
}
