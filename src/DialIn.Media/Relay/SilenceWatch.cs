namespace DialIn.Media.Relay;

/// <summary>Notices when packets stop coming, once for each silence. A plain value.</summary>
/// <param name="Limit">How long without a packet is a silence.</param>
/// <param name="Since">When the last packet came, or when waiting for one began.</param>
internal record struct SilenceWatch(TimeSpan Limit, TimeSpan Since)
{
    /// <summary>Whether the silence was reported and goes on.</summary>
    public bool IsSilent { get; private set; }

    /// <summary>A packet came.</summary>
    /// <returns>Whether it ended a silence that was reported.</returns>
    public bool Heard(TimeSpan now)
    {
        var resumed = IsSilent;
        (Since, IsSilent) = (now, false);
        return resumed;
    }

    /// <summary>Nothing needs to come just now, as after a change: the time starts anew.</summary>
    public void Excuse(TimeSpan now) => Since = now;

    /// <summary>For so long nobody here could listen: that was no silence of the peer's.</summary>
    public void Forgive(TimeSpan stall, TimeSpan now) => Since = TimeSpan.FromTicks(Math.Min((Since + stall).Ticks, now.Ticks));

    /// <summary>Nothing is expected, as on hold: a silence that was reported is over, and the next one is reported anew.</summary>
    public void Suspend(TimeSpan now) => (Since, IsSilent) = (now, false);

    /// <summary>Looks at the clock.</summary>
    /// <param name="now">The time.</param>
    /// <param name="limit">What counts as a silence now, where that is not <see cref="Limit"/>.</param>
    /// <returns>Whether a silence is to be reported.</returns>
    public bool Expired(TimeSpan now, TimeSpan? limit = null)
    {
        if (IsSilent || now - Since < (limit ?? Limit))
        {
            return false;
        }

        IsSilent = true;
        return true;
    }
}
