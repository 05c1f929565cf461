namespace DialIn.Operations.Traces;

/// <summary>Deletes traces that are older than they may become: at the start and every hour.</summary>
internal sealed class TraceRetention(TraceFiles files, TimeProvider time) : Retention(EveryHour, time)
{
    /// <inheritdoc/>
    protected override Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        files.DeleteOld();
        return Task.CompletedTask;
    }
}
