using DialIn.Pins;
using Microsoft.Extensions.Logging;

namespace DialIn.Secrets;

/// <summary>Deletes audit records that are older than they may become: at the start and every day.</summary>
// A day: the shortest retention that can be set is one.
internal sealed class AuditRetention(IAuditLog audit, TimeSpan keep, TimeProvider time, ILogger<AuditRetention> logger) : Retention(TimeSpan.FromDays(1), time)
{
    /// <inheritdoc/>
    protected override Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken) => audit.DeleteBeforeAsync(now - keep, cancellationToken);

    /// <inheritdoc/>
    protected override void NotDeleted(StoreUnavailableException fault) => DialInLog.AuditNotDeleted(logger, fault);
}
