using DialIn.Pins;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Secrets;

/// <summary>Deletes audit records that are older than they may become, and tokens that ended as long ago: at the start and every day.</summary>
internal sealed class AuditRetention(IAuditLog audit, ApiTokens tokens, TimeSpan keep, TimeProvider time, ILogger<AuditRetention> logger) : BackgroundService
{
    // A day: the shortest retention that can be set is one.
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await audit.DeleteBeforeAsync(time.GetUtcNow() - keep, stoppingToken);
                await tokens.RemoveEndedBeforeAsync(time.GetUtcNow() - keep, stoppingToken);
            }
            catch (StoreUnavailableException fault)
            {
                DialInLog.AuditNotDeleted(logger, fault);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }
}
