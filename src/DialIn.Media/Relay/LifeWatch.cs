namespace DialIn.Media.Relay;

/// <summary>
/// Notices that a peer is gone: neither RTP nor RTCP comes from it any more. Raised once, and anew only after something came.
/// A plain value.
/// </summary>
/// <param name="Limit">How long without a sign of life; 0 for no limit.</param>
/// <param name="LimitOnHold">The same while the peer need not send RTP.</param>
/// <param name="Since">The last sign, or when waiting for one began.</param>
internal record struct LifeWatch(TimeSpan Limit, TimeSpan LimitOnHold, TimeSpan Since)
{
    private bool _isReported;

    /// <summary>A sign of life, or a change after which the time starts anew.</summary>
    public void Heard(TimeSpan now) => (Since, _isReported) = (now, false);

    /// <summary>For so long nobody here could listen: that was no silence of the peer's.</summary>
    public void Forgive(TimeSpan stall, TimeSpan now) => Since = TimeSpan.FromTicks(Math.Min((Since + stall).Ticks, now.Ticks));

    /// <summary>Looks at the clock.</summary>
    /// <param name="reportAt">When the last RTCP of the peer came.</param>
    /// <param name="isOnHold">Whether the peer need not send RTP.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether the peer is to be reported as gone.</returns>
    public bool Expired(TimeSpan? reportAt, bool isOnHold, TimeSpan now)
    {
        if (reportAt > Since)
        {
            Heard(reportAt.Value);
        }

        var limit = isOnHold ? LimitOnHold : Limit;
        if (_isReported || limit <= TimeSpan.Zero || now - Since < limit)
        {
            return false;
        }

        return _isReported = true;
    }
}
