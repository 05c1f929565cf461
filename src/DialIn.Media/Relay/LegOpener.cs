using DialIn.Media.Srtp;

namespace DialIn.Media.Relay;

/// <summary>Opens a leg's packets before anything else looks at them, and counts those that are not the peer's.</summary>
/// <param name="session">The keys.</param>
internal sealed class LegOpener(SrtpSession session)
{
    // An Ethernet frame: longer datagrams are not taken.
    private readonly byte[] _opened = new byte[1500];

    /// <summary>The keys.</summary>
    public SrtpSession Session { get; } = session;

    /// <summary>Packets of another key, or of none.</summary>
    public long Unauthentic { get; private set; }

    /// <summary>Packets that came twice, or too late.</summary>
    public long Replayed { get; private set; }

    /// <summary>Opens a packet.</summary>
    /// <param name="datagram">As it came, 1500 bytes at most.</param>
    /// <param name="packet">The packet in the clear, until the next call; what no key opens is left as it came.</param>
    /// <returns>False for one that must not be used.</returns>
    public bool TryOpen(ReadOnlySpan<byte> datagram, out ReadOnlySpan<byte> packet)
    {
        packet = datagram;
        switch (Session.Unprotect(datagram, _opened, out var length))
        {
            case SrtpVerdict.Accepted:
                packet = _opened.AsSpan(0, length);
                return true;
            case SrtpVerdict.Replayed:
                Replayed++;
                return false;
            default:
                Unauthentic++;
                return false;
        }
    }
}
