namespace DialIn.Trunks;

/// <summary>Deletes what was kept of lists that no trunk has named for long: at the start and every day, for AllowedSources may change meanwhile.</summary>
// A day: what is deleted is a month old.
internal sealed class PublishedListRetention(IReadOnlyList<TrunkOptions> trunks, PublishedLists lists, TimeProvider time) : Retention(TimeSpan.FromDays(1), time)
{
    /// <inheritdoc/>
    protected override Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        lists.ForgetOthersAsync([.. trunks.SelectMany(TrunkAddresses.ListsOf)], cancellationToken);
}
