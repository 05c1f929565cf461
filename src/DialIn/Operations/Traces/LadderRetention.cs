namespace DialIn.Operations.Traces;

/// <summary>Forgets calls that are over, their numbers as soon as nothing more of them can come.</summary>
internal sealed class LadderRetention(CallLadders ladders, TimeProvider time) : Retention(CallLadders.Late, time)
{
    /// <inheritdoc/>
    protected override Task DeleteOldAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        ladders.Sweep();
        return Task.CompletedTask;
    }
}
