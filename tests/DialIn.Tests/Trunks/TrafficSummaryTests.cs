using System.Net;
using DialIn.Sip.Transports;
using DialIn.Trunks;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.Trunks;

public sealed class TrafficSummaryTests : IDisposable
{
    private readonly ObservedTime _time = new();
    private readonly FakeLogCollector _log = new();
    private readonly TrafficSummary _summary;

    public TrafficSummaryTests() => _summary = new TrafficSummary(_time, new FakeLogger<TrafficSummary>(_log));

    public void Dispose() => _summary.Dispose();

    [Fact]
    public void Flood_IsOneLine_WithoutAnAddress()
    {
        for (var i = 0; i < 50_000; i++)
        {
            _summary.NoteDrop(i % 10 == 0 ? DropReason.Malformed : DropReason.NotAdmitted);
            _summary.NoteStranger(SourceAddress.From(IPAddress.Parse("198.51.100.7")));
        }

        _summary.Tell();

        Assert.Equal("Dropped since the last such line: NotAdmitted 45000, Malformed 5000", Lines(LogLevel.Information));
        Assert.Equal("The last source that is neither a trunk nor a server was 198.51.100.7", Lines(LogLevel.Debug));
        _log.Clear();
        _summary.Tell();
        Assert.Empty(_log.GetSnapshot());
    }

    [Fact]
    public async Task Lines_ComeByTheMinute_AndOnceMoreAtTheEnd()
    {
        await _summary.StartAsync(CancellationToken.None);
        await _time.TimerSetAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        _summary.NoteDrop(DropReason.Scanner);
        while (_log.Count == 0)
        {
            // The service may not have begun to wait yet.
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Yield();
        }

        _summary.NoteRefusal("carrier", "Trunks:MaxCallsPerSecond");
        await _summary.StopAsync(CancellationToken.None);

        Assert.Equal("Dropped since the last such line: Scanner 1", Lines(LogLevel.Information));
        Assert.Equal("1 calls of trunk carrier were refused since the last such line: more than Trunks:MaxCallsPerSecond", Lines(LogLevel.Warning));
    }

    private string Lines(LogLevel level) => string.Join('\n', _log.GetSnapshot().Where(record => record.Level == level).Select(record => record.Message));
}
