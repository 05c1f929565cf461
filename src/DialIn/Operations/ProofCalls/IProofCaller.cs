namespace DialIn.Operations.ProofCalls;

/// <summary>Places one proof call after the other.</summary>
internal interface IProofCaller
{
    /// <summary>Whether the program ends, so that no call is taken any more and none proves anything.</summary>
    bool IsDraining { get; }

    /// <summary>Places one.</summary>
    /// <exception cref="OperationCanceledException">It was given up; the call is hung up.</exception>
    Task<ProofVerdict> RunAsync(ProofPlan plan, CancellationToken cancellationToken);
}
