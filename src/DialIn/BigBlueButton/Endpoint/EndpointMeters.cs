using System.Diagnostics.Metrics;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>The meter <c>DialIn.BbbEndpoint</c>. Any thread.</summary>
internal sealed class EndpointMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.BbbEndpoint");
    private readonly Counter<long> _creates;
    private readonly Counter<long> _refused;
    private readonly Counter<long> _unreached;

    public EndpointMeters()
    {
        _creates = _meter.CreateCounter<long>("dialin.endpoint.creates", "{call}", "create calls of front ends that were passed on, by whether they got number and PIN, and why not");
        _refused = _meter.CreateCounter<long>("dialin.endpoint.refused", "{call}", "Calls that no front end had signed, and that were not passed on");
        _unreached = _meter.CreateCounter<long>("dialin.endpoint.unreached", "{call}", "Calls that could not be passed on since the server did not answer");
    }

    /// <summary>A <c>create</c> was passed on.</summary>
    public void CountCreate(PinOutcome outcome) => _creates.Add(1, new KeyValuePair<string, object?>("outcome", outcome.ToString()));

    /// <summary>A call was refused for its checksum.</summary>
    public void CountRefused() => _refused.Add(1);

    /// <summary>A server did not answer.</summary>
    public void CountUnreached(string server) => _unreached.Add(1, new KeyValuePair<string, object?>("server", server));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
