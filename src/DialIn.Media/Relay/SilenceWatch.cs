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

    /// <summary>Nothing needs to come for now, as on hold: the time starts anew afterwards.</summary>
    public void Excuse(TimeSpan now) => Since = now;

    /// <summary>Looks at the clock.</summary>
    /// <returns>Whether a silence is to be reported.</returns>
    public bool Expired(TimeSpan now)
    {
        if (IsSilent || now - Since < Limit)
        {
            return false;
        }

        IsSilent = true;
        return true;
    }
}
