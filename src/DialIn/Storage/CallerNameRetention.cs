using DialIn.Calls;
using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.Storage;

/// <summary>Deletes callers' names that no front end has given again for long: at the start and every hour.</summary>
internal sealed class CallerNameRetention(
    ICallerNameStore names, CallerNamesOptions options, TimeProvider timeProvider, ILogger<CallerNameRetention> logger) : Retention(EveryHour, timeProvider)
{
    /// <inheritdoc/>
    protected override async Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        DialInLog.CallerNamesDeleted(logger, await names.DeleteGivenBeforeAsync(now - options.Keep, cancellationToken));

    /// <inheritdoc/>
    protected override void NotDeleted(StoreUnavailableException fault) => DialInLog.CallerNamesNotDeleted(logger, fault);
}
