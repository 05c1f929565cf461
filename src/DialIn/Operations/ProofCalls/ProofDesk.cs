using System.Diagnostics.Metrics;
using DialIn.Pins;
using DialIn.Trunks;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.ProofCalls;

/// <summary>Places proof calls, keeps what they found, and says so when two in a row have failed. Thread-safe.</summary>
internal sealed class ProofDesk : IDisposable
{
    /// <summary>How many failures in a row are an alarm.</summary>
    // One may be a carrier's moment.
    public const int Alarming = 2;

    /// <summary>Most at once.</summary>
    private const int MostAtOnce = 4;

    private readonly IProofCaller _caller;
    private readonly ProofBook _book;
    private readonly IProofCallStore _store;
    private readonly TimeSpan _keep;
    private readonly TimeProvider _time;
    private readonly ILogger<ProofDesk> _logger;
    private readonly Meter _meter = new("DialIn.ProofCalls");
    private readonly Counter<long> _calls;
    private readonly SemaphoreSlim _places = new(MostAtOnce);

    public ProofDesk(IReadOnlyList<TrunkOptions> trunks, IProofCaller caller, ProofBook book, IProofCallStore store, TimeSpan keep, TimeProvider time, ILogger<ProofDesk> logger)
    {
        (_caller, _book, _store, _keep, _time, _logger) = (caller, book, store, keep, time, logger);
        _calls = _meter.CreateCounter<long>("dialin.proof.calls", "{call}", "Proof calls that are over");
        _meter.CreateObservableGauge(
            "dialin.proof.failures",
            () => trunks.Select(trunk => new Measurement<int>(book.FailuresInARow(trunk.Name), new KeyValuePair<string, object?>("trunk", trunk.Name))),
            "{call}",
            "Proof calls that have failed since the last good one");
    }

    /// <summary>Places one; null if there are too many at once.</summary>
    public async Task<ProofVerdict?> PlaceAsync(ProofPlan plan, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(TimeSpan.Zero, cancellationToken))
        {
            return null;
        }

        try
        {
            var verdict = await _caller.RunAsync(plan, cancellationToken);
            if (!_caller.IsDraining)
            {
                // A call that the ending program has refused or hung up says nothing.
                await NoteAsync(verdict);
            }

            return verdict;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _meter.Dispose();
        _places.Dispose();
    }

    /// <summary>Keeps a verdict, and tells of it.</summary>
    internal async Task NoteAsync(ProofVerdict verdict)
    {
        var (failures, before) = _book.Add(verdict);
        _calls.Add(1, new KeyValuePair<string, object?>("trunk", verdict.Trunk), new KeyValuePair<string, object?>("fault", verdict.Fault));
        if (verdict.IsGood)
        {
            DialInLog.ProofGood(_logger, verdict.Trunk, verdict.Number, verdict.TimeToAnswer, verdict.TimeToAudio, verdict.Mos);
            if (before >= Alarming && failures < Alarming)
            {
                DialInLog.ProofGoodAgain(_logger, verdict.Trunk);
            }
        }
        else
        {
            DialInLog.ProofFailed(_logger, verdict.Trunk, verdict.Number, verdict.Fault, verdict.Says);
            if (failures == Alarming && before < Alarming)
            {
                DialInLog.ProofAlarm(_logger, verdict.Trunk, failures);
            }
        }

        try
        {
            await _store.AddAsync(verdict, _time.GetUtcNow() - _keep, CancellationToken.None);
        }
        catch (StoreUnavailableException fault)
        {
            DialInLog.ProofNotKept(_logger, fault);
        }
    }
}
