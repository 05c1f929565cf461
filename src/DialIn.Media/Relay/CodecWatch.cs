namespace DialIn.Media.Relay;

/// <summary>Notices when two joined legs go on with different codecs, once for each time. A plain value.</summary>
internal record struct CodecWatch
{
    // A call that changes its codec takes its legs one after the other, an answer of the conference apart.
    private static readonly TimeSpan Change = TimeSpan.FromSeconds(1);

    private TimeSpan? _since;
    private bool _isReported;

    /// <summary>Looks at the legs.</summary>
    /// <returns>Whether a difference is to be reported.</returns>
    public bool Expired(bool differ, TimeSpan now)
    {
        if (!differ)
        {
            (_since, _isReported) = (null, false);
            return false;
        }

        _since ??= now;
        if (_isReported || now - _since < Change)
        {
            return false;
        }

        return _isReported = true;
    }
}
