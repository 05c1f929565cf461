using System.Net.Sockets;

namespace DialIn.Media.Relay;

/// <summary>A UDP socket that a poller watches. It belongs to the loop's thread, allocates nothing and never throws.</summary>
internal abstract class PolledSocket(Socket socket, IDatagramReceiver receiver) : IDatagramSender
{
    /// <summary>From <see cref="Receive"/>: there is no datagram.</summary>
    public const int Nothing = -1;

    /// <summary>From <see cref="Receive"/>: an error was pending, and is gone now.</summary>
    public const int Failed = -2;

    /// <summary>Who takes the datagrams.</summary>
    public IDatagramReceiver Receiver { get; } = receiver;

    /// <summary>The socket itself, its owner's.</summary>
    public Socket Socket { get; } = socket;

    /// <summary>Whether the poller watches it no more: its owner may have closed it.</summary>
    public bool IsRemoved { get; set; }

    /// <summary>IPv4 or IPv6.</summary>
    protected AddressFamily Family { get; } = socket.AddressFamily;

    /// <summary>Receives one datagram.</summary>
    /// <param name="buffer">Takes it; what does not fit is cut off.</param>
    /// <param name="from">The source.</param>
    /// <returns>Its length, or <see cref="Nothing"/>, or <see cref="Failed"/>.</returns>
    public abstract int Receive(Span<byte> buffer, out SocketPeer from);

    /// <inheritdoc/>
    public abstract bool Send(ReadOnlySpan<byte> datagram, in SocketPeer to);

    /// <summary>Datagrams that the system has dropped because the socket's buffer was full, since it is open. Wraps; 0 where the system does not say it.</summary>
    public abstract uint ReadDropped();

    /// <summary>Lets the system drop whatever is not from this peer. Calling it again changes the peer.</summary>
    /// <returns>False where that is not possible; who receives checks the source in any case.</returns>
    public abstract bool TryConnect(in SocketPeer peer);
}
