namespace DialIn.Operations.Console;

/// <summary>Makes what all viewers get. Called by one at a time.</summary>
internal interface ISnapshotSource
{
    /// <summary>The state as it is now, as JSON on one line: the same text while nothing has changed.</summary>
    Task<string> MakeAsync(CancellationToken cancellationToken);
}
