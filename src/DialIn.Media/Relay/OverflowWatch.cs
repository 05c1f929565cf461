namespace DialIn.Media.Relay;

/// <summary>Tells of packets that found a socket's buffer full.</summary>
/// <param name="socket">The socket.</param>
/// <param name="overflowed">Told how many at each look, if any.</param>
internal sealed class OverflowWatch(PolledSocket socket, Action<long> overflowed)
{
    private uint _before = socket.ReadDropped();

    /// <summary>Looks.</summary>
    public void Look()
    {
        // The kernel's count wraps around.
        if (unchecked(socket.ReadDropped() - _before) is var more and > 0)
        {
            _before += more;
            overflowed(more);
        }
    }
}
