using DialIn.BigBlueButton;
using DialIn.Meetings;
using DialIn.Operations.Alarms;
using DialIn.Pins;
using DialIn.Tests.BigBlueButton.Endpoint;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Alarms;

public class ServiceAlarmSourceTests
{
    [Fact]
    public void PinsLow_IsThereWhileFewerAreFreeThanTheLowWater()
    {
        var time = new FakeTimeProvider();
        using var pins = new PinMeters();
        using var lines = new ServerLines([], time, NullLogger<ServerLines>.Instance);
        var source = new ServiceAlarmSource(new MeetingDirectory(time), new AnnouncementOverview(lines, new MemoryAnnouncements()), pins, new PinsOptions { LowWater = 10 });
        Assert.Empty(source.Find());

        pins.Note(new PinPoolCounts(10, 5, 0), 10);
        Assert.Empty(source.Find());
        pins.Note(new PinPoolCounts(9, 6, 0), 10);
        var low = Assert.Single(source.Find());
        pins.Note(new PinPoolCounts(5000, 6, 0), 10);

        Assert.Empty(source.Find());
        Assert.Equal(("PinsLow", "pool", false), (low.Kind, low.Subject, low.IsUrgent));
        Assert.StartsWith("fewer than 10 PINs are free", low.Says, StringComparison.Ordinal);
    }
}
