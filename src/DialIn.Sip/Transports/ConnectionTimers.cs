namespace DialIn.Sip.Transports;

/// <summary>The deadlines of one connection. Each timer is armed by the loop that it watches; all of them end in closing.</summary>
internal sealed class ConnectionTimers : IDisposable
{
    private readonly TcpTransportOptions _options;
    private readonly Action<DropReason?> _close;
    private readonly Action _sendPing;
    private readonly ITimer _reading;
    private readonly ITimer _writing;
    private readonly ITimer _ping;
    private readonly ITimer _pong;

    // Written by the reading loop, read by the timer; null says that closing needs no explanation.
    private volatile object? _readingReason;
    private volatile bool _pongDue;
    private volatile bool _peerAnswersPings;

    /// <summary>Makes the timers, none of them armed.</summary>
    /// <param name="options">The deadlines.</param>
    /// <param name="time">The clock.</param>
    /// <param name="close">Closes the connection for a reason.</param>
    /// <param name="sendPing">Sends a ping.</param>
    public ConnectionTimers(TcpTransportOptions options, TimeProvider time, Action<DropReason?> close, Action sendPing)
    {
        _options = options;
        _close = close;
        _sendPing = sendPing;
        _reading = Unarmed(time, () => _close((DropReason?)_readingReason));
        _writing = Unarmed(time, () => _close(DropReason.StuckPeer));
        _ping = Unarmed(time, OnPingDue);
        _pong = Unarmed(time, () => _close(DropReason.IdleTimeout));
    }

    /// <summary>Whether a ping of ours waits for its answer.</summary>
    public bool IsPongDue => _pongDue;

    /// <summary>A message must be complete by its deadline.</summary>
    public void ExpectMessage() => Expect(DropReason.MessageTimeout, _options.MessageTimeout);

    /// <summary>Nothing is under way; the peer may be silent for a while.</summary>
    public void ExpectAnything() => Expect(DropReason.IdleTimeout, _options.IdleTimeout);

    /// <summary>Nothing will be read any more; our answer may still go out.</summary>
    public void Linger() => Expect(null, _options.LingerTimeout);

    /// <summary>A write begins.</summary>
    public void WriteBegins() => Arm(_writing, _options.WriteTimeout);

    /// <summary>A write is through.</summary>
    public void WriteEnds() => Arm(_writing, Timeout.InfiniteTimeSpan);

    /// <summary>RFC 5626 §4.4.1: whoever opened the connection pings.</summary>
    public void StartPings() => Arm(_ping, _options.PingInterval);

    /// <summary>Something came, which proves the peer alive as well as a pong does.</summary>
    public void Received()
    {
        _pongDue = false;
        Arm(_pong, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The answer to a ping came: from now on its absence means something.</summary>
    public void PongReceived() => _peerAnswersPings = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
        _ping.Dispose();
        _pong.Dispose();
    }

    private static ITimer Unarmed(TimeProvider time, Action action) =>
        time.CreateTimer(static state => ((Action)state!)(), action, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private static void Arm(ITimer timer, TimeSpan due) => timer.Change(due, Timeout.InfiniteTimeSpan);

    private void Expect(DropReason? reason, TimeSpan due)
    {
        _readingReason = reason;
        Arm(_reading, due);
    }

    private void OnPingDue()
    {
        _pongDue = true;
        // RFC 5626 §4.4.1: no pong within 10 s means that the flow has failed. But a peer that never answered one may simply
        // not know the RFC; its connection is left to the idle limit.
        if (_peerAnswersPings)
        {
            Arm(_pong, _options.PongTimeout);
        }

        _sendPing();
        Arm(_ping, _options.PingInterval);
    }
}
