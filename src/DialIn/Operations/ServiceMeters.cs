using System.Diagnostics.Metrics;
using DialIn.Calls;
using DialIn.Meetings;

namespace DialIn.Operations;

/// <summary>The meter <c>DialIn.Service</c>: the calls that are up, and what the BBB servers say. Read when somebody looks.</summary>
internal sealed class ServiceMeters : IDisposable
{
    private readonly Meter _meter = new("DialIn.Service");

    /// <summary>Watches the calls, of these trunks, and the servers.</summary>
    public ServiceMeters(IReadOnlyList<string> trunks, LiveCalls calls, MeetingDirectory meetings, TimeProvider time)
    {
        _meter.CreateObservableGauge("dialin.calls.active", () => Count("trunk", trunks, calls, static call => CallFacts.TrunkNameOf(call.Trunk)), "{call}", "Calls that are up, by the trunk that brought them");
        _meter.CreateObservableGauge("dialin.server.calls", () => Count("server", meetings.Servers.Select(static server => server.Name), calls, static call => call.Server), "{call}", "Calls in conferences of a server");
        _meter.CreateObservableGauge("dialin.server.reachable", () => Each(static server => server.State == ServerState.Reachable ? 1L : 0L), "{server}", "1 while the server's API answers");
        _meter.CreateObservableGauge("dialin.server.meetings", () => Each(static server => (long)server.Meetings), "{meeting}", "Meetings that the server had when it answered last");
        _meter.CreateObservableGauge(
            "dialin.server.answer.age",
            () => meetings.Servers.Where(static server => server.AnsweredAt is not null).Select(server =>
                new Measurement<double>((time.GetUtcNow() - server.AnsweredAt!.Value).TotalSeconds, Tag("server", server.Name))),
            "s",
            "Time since the server's API answered last");

        IEnumerable<Measurement<long>> Each(Func<ServerStatus, long> value) =>
            meetings.Servers.Select(server => new Measurement<long>(value(server), Tag("server", server.Name)));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    // One with no call counts 0: a series that is missing raises no alarm and draws no line.
    private static IEnumerable<Measurement<long>> Count(string tag, IEnumerable<string> names, LiveCalls calls, Func<LiveCall, string?> key)
    {
        var counts = calls.Snapshot().Select(key).OfType<string>().CountBy(static name => name).ToDictionary();
        return names.Select(name => new Measurement<long>(counts.GetValueOrDefault(name), Tag(tag, name)));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);
}
