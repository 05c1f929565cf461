using DialIn.Trunks;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

public sealed class QuietTrunksTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogCollector _log = new();
    private readonly QuietTrunks _trunks;

    public QuietTrunksTests() => _trunks = new QuietTrunks(
        [new TrunkOptions { Name = "watched", AlarmWithoutCallsFor = TimeSpan.FromHours(8) }, new TrunkOptions { Name = "other" }], _time, new FakeLogger<QuietTrunks>(_log));

    public void Dispose() => _trunks.Dispose();

    [Fact]
    public void Trunk_WithoutCallsForSoLong_IsSaidOnce_AndItsNextCallToo()
    {
        Pass(7.9);
        Assert.Empty(Lines());
        Pass(0.2);
        Pass(100);
        Assert.Equal([3111], Lines());
        Assert.Contains("Trunk watched has brought no call for 08:00:00", _log.LatestRecord.Message, StringComparison.Ordinal);

        _trunks.NoteCall("watched");
        Pass(0.1);
        Assert.Equal([3111, 3112], Lines());
        Pass(8);
        Assert.Equal([3111, 3112, 3111], Lines());
    }

    [Fact]
    public void Trunk_WithACallNowAndThen_IsNone()
    {
        for (var i = 0; i < 10; i++)
        {
            Pass(7);
            _trunks.NoteCall("watched");
        }

        Assert.Empty(Lines());
    }

    private void Pass(double hours)
    {
        _time.Advance(TimeSpan.FromHours(hours));
        _trunks.Look();
    }

    private int[] Lines() => [.. _log.GetSnapshot().Select(static record => record.Id.Id)];
}
