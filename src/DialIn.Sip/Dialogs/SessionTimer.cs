namespace DialIn.Sip.Dialogs;

/// <summary>
/// The session timer of a dialog, RFC 4028 §10: somebody shows now and then that the session still lives. Plain data, part of
/// the dialog's record: another process that reads it refreshes or ends at the same moment.
/// </summary>
/// <param name="Interval">How long the session lives without a refresh.</param>
/// <param name="WeRefresh">Whether it is we who refresh.</param>
/// <param name="RefreshedAt">When it was refreshed last, or agreed.</param>
public sealed record SessionTimer(TimeSpan Interval, bool WeRefresh, DateTimeOffset RefreshedAt)
{
    private static readonly TimeSpan LongestMargin = TimeSpan.FromSeconds(32);

    /// <summary>RFC 4028 §10: the refresher acts once half of the interval has passed.</summary>
    public DateTimeOffset RefreshAt => RefreshedAt + (Interval / 2);

    /// <summary>RFC 4028 §10: without a refresh the session ends before the interval does, by 32 s or a third, whichever is less.</summary>
    public DateTimeOffset EndAt => RefreshedAt + Interval - (Interval / 3 < LongestMargin ? Interval / 3 : LongestMargin);

    /// <summary>When something has to be done.</summary>
    public DateTimeOffset DueAt => WeRefresh ? RefreshAt : EndAt;

    /// <summary>The same timer, refreshed at this moment.</summary>
    internal SessionTimer RefreshedNow(DateTimeOffset now) => this with { RefreshedAt = now };
}
