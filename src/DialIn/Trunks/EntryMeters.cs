using System.Diagnostics.Metrics;
using DialIn.Sip.Authentication;

namespace DialIn.Trunks;

/// <summary>What the door counts, in the meter <c>DialIn.Trunks</c>. Any thread.</summary>
internal sealed class EntryMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Trunks");
    private readonly Counter<long> _refused;
    private readonly Counter<long> _proofs;

    public EntryMeters()
    {
        _refused = _meter.CreateCounter<long>("dialin.trunk.calls.refused", "{call}", "Calls refused because they came too fast");
        _proofs = _meter.CreateCounter<long>("dialin.trunk.proofs", "{request}", "Requests of which credentials were asked, by what they proved");
    }

    public void CountRefusal(string trunk, string limit) => _refused.Add(1, new KeyValuePair<string, object?>("trunk", trunk), new KeyValuePair<string, object?>("limit", limit));

    public void CountProof(DigestProof proof) => _proofs.Add(1, new KeyValuePair<string, object?>("proof", proof.ToString()));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
