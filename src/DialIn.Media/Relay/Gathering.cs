namespace DialIn.Media.Relay;

/// <summary>
/// How long a busy loop lets packets gather before it looks again, as network cards do with their interrupts: to wake for each
/// costs more than the packet itself. With few packets it does not wait: then there is CPU enough.
/// </summary>
internal struct Gathering
{
    /// <summary>From one look to the next; the system's timer adds less than a tenth of a millisecond. Packets are 20 ms apart: nobody hears it.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMicroseconds(400);

    // Four packets in each gathering: with fewer, the pause costs what it spares.
    private const int BusyPackets = 200;

    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(20);

    private TimeSpan _windowBegan;
    private int _packets;
    private bool _isBusy;

    /// <summary>How long to wait after a round.</summary>
    /// <param name="packets">Packets of the round.</param>
    /// <param name="begun">When the round began.</param>
    /// <param name="now">When it ended.</param>
    /// <returns>Zero or less for not at all.</returns>
    public TimeSpan PauseAfter(int packets, TimeSpan begun, TimeSpan now)
    {
        _packets += packets;
        var elapsed = begun - _windowBegan;
        if (elapsed >= Window)
        {
            _isBusy = _packets * Window >= BusyPackets * elapsed;
            (_windowBegan, _packets) = (begun, 0);
        }

        return _isBusy && packets > 0 ? begun + Period - now : TimeSpan.Zero;
    }
}
