using System.Net;
using System.Net.Sockets;

namespace DialIn.Simulator.Rtp;

/// <summary>An even UDP port for RTP and the odd one above it for RTCP, which is read and thrown away.</summary>
/// <remarks>Plain managed sockets, never the product's relay: the simulator must not share the code it tests.</remarks>
internal sealed class RtpPortPair : IDisposable
{
    private const int Attempts = 100;
    private readonly Socket _rtp;
    private readonly Socket _rtcp;

    private RtpPortPair(Socket rtp, Socket rtcp) => (_rtp, _rtcp) = (rtp, rtcp);

    /// <summary>Where RTP is received.</summary>
    public IPEndPoint Local => (IPEndPoint)_rtp.LocalEndPoint!;

    /// <summary>Binds a free pair.</summary>
    /// <param name="address">The local address.</param>
    /// <exception cref="SocketException">No pair was found.</exception>
    public static RtpPortPair Open(IPAddress address)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var first = Bind(address, 0);
            var port = ((IPEndPoint)first.LocalEndPoint!).Port;
            try
            {
                // RFC 3550 §11: RTP takes the even port, RTCP the next one.
                return port % 2 == 0
                    ? new RtpPortPair(first, Bind(address, port + 1))
                    : new RtpPortPair(Bind(address, port - 1), first);
            }
            catch (SocketException)
            {
                first.Dispose();
            }
        }

        throw new SocketException((int)SocketError.AddressAlreadyInUse);
    }

    /// <summary>Reads the next RTP datagram that waits.</summary>
    /// <param name="buffer">Room for it.</param>
    /// <param name="source">Set to where it came from.</param>
    /// <param name="length">Its length.</param>
    /// <returns>False when none waits.</returns>
    public bool TryReceive(Span<byte> buffer, SocketAddress source, out int length) =>
        TryReceive(_rtp, buffer, source, out length);

    /// <summary>Throws away the RTCP that waits.</summary>
    public void DrainRtcp(Span<byte> buffer, SocketAddress source)
    {
        while (TryReceive(_rtcp, buffer, source, out _))
        {
        }
    }

    /// <summary>Sends an RTP packet. A network error loses it, as a network would.</summary>
    public void Send(ReadOnlySpan<byte> packet, SocketAddress remote)
    {
        try
        {
            _rtp.SendTo(packet, SocketFlags.None, remote);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // Lost.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
    }

    private static bool TryReceive(Socket socket, Span<byte> buffer, SocketAddress source, out int length)
    {
        length = 0;
        try
        {
            if (!socket.Poll(0, SelectMode.SelectRead))
            {
                return false;
            }

            length = socket.ReceiveFrom(buffer, SocketFlags.None, source);
            return true;
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
