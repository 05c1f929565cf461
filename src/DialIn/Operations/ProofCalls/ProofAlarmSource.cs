using DialIn.Operations.Alarms;
using DialIn.Trunks;

namespace DialIn.Operations.ProofCalls;

/// <summary>Trunks whose proof calls fail.</summary>
internal sealed class ProofAlarmSource(IReadOnlyList<TrunkOptions> trunks, ProofBook book) : IAlarmSource
{
    /// <inheritdoc/>
    public IEnumerable<AlarmFinding> Find()
    {
        foreach (var trunk in trunks)
        {
            if (book.FailedInARow(trunk.Name) is { Count: >= ProofDesk.Alarming } failed)
            {
                yield return new AlarmFinding("ProofCallsFail", trunk.Name, true, $"{failed.Count} proof calls in a row have failed. {failed[0].Says}");
            }
        }
    }
}
