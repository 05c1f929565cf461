namespace DialIn.Media.Relay;

/// <summary>
/// Whether a leg's peer still speaks, and is still there. On hold it need not send, and once it has described its silence
/// nothing more need come until it speaks again (RFC 3389 §4). A plain value.
/// </summary>
internal struct PeerWatch(MediaLegOptions options)
{
    // How long a described silence may last: as long as a hold.
    private readonly TimeSpan _quietLimit = options.TimeoutOnHold > TimeSpan.Zero ? options.TimeoutOnHold : TimeSpan.MaxValue;

    private SilenceWatch _silence = new(options.SilenceAfter, TimeSpan.Zero);
    private LifeWatch _life = new(options.Timeout, options.TimeoutOnHold, TimeSpan.Zero);
    private bool _onHold;
    private bool _isQuiet;

    /// <summary>Something was agreed upon, at first or again: the time starts anew.</summary>
    public void Start(bool onHold, TimeSpan now)
    {
        _onHold = onHold;
        _silence.Excuse(now);
        _life.Heard(now);
    }

    /// <summary>A packet came.</summary>
    /// <returns>Whether it ended a silence that was reported.</returns>
    public bool Heard(TimeSpan now)
    {
        _life.Heard(now);
        return _silence.Heard(now);
    }

    /// <summary>Audio came.</summary>
    public void Spoke() => _isQuiet = false;

    /// <summary>The peer has described its silence.</summary>
    public void FellQuiet() => _isQuiet = true;

    /// <summary>For so long nobody here could listen: that was no silence of the peer's.</summary>
    public void Forgive(TimeSpan stall, TimeSpan now)
    {
        _silence.Forgive(stall, now);
        _life.Forgive(stall, now);
    }

    /// <summary>Whether a silence is to be reported; said once.</summary>
    /// <param name="now">The time.</param>
    /// <param name="lasts">For how long it has lasted.</param>
    public bool SilenceExpired(TimeSpan now, out TimeSpan lasts)
    {
        if (_onHold)
        {
            _silence.Suspend(now);
        }

        lasts = now - _silence.Since;
        return !_onHold && _silence.Expired(now, _isQuiet ? _quietLimit : null);
    }

    /// <summary>Whether the peer is to be reported as gone; said once.</summary>
    /// <param name="reportAt">When the last RTCP of the peer came.</param>
    /// <param name="now">The time.</param>
    /// <param name="lasts">For how long there was no sign of it.</param>
    public bool LifeExpired(TimeSpan? reportAt, TimeSpan now, out TimeSpan lasts)
    {
        var isExpired = _life.Expired(reportAt, _onHold || _isQuiet, now);
        lasts = now - _life.Since;
        return isExpired;
    }
}
