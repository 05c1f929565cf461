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
            if (book.FailuresInARow(trunk.Name) is >= ProofDesk.Alarming and var failures)
            {
                var last = book.Latest.First(verdict => verdict.Trunk == trunk.Name);
                yield return new AlarmFinding("ProofCallsFail", trunk.Name, true, $"{failures} proof calls in a row have failed. {last.Says}");
            }
        }
    }
}
