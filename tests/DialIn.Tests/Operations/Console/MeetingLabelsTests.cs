using DialIn.Operations.Console;
using DialIn.Pins;
using DialIn.Tests.BigBlueButton.Endpoint;
using DialIn.Tests.Pins;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Console;

public class MeetingLabelsTests
{
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Hash_IsTheSameForOneMeetingAndKey_AndTellsNothingElse()
    {
        var hash = MeetingLabels.HashOf("math-101", "key"u8);

        Assert.Matches("^[0-9a-f]{10}$", hash);
        Assert.Equal(hash, MeetingLabels.HashOf("math-101", "key"u8));
        Assert.NotEqual(hash, MeetingLabels.HashOf("math-102", "key"u8));
        Assert.NotEqual(hash, MeetingLabels.HashOf("math-101", "other key"u8));
    }

    [Theory]
    [InlineData("Id", "math-101")]
    [InlineData("Name", "Maths, 4b")]
    [InlineData("Hash", "991b1c1181")]
    public async Task Label_IsTheConfiguredOne(string wanted, string expected)
    {
        var labels = Labels(Enum.Parse<MeetingLabel>(wanted), new NamedRooms(_time) { Name = "Maths, 4b" });
        Assert.Equal(expected, await labels.OfAsync("math-101", Cancel));
        Assert.Null(await labels.OfAsync(null, Cancel));
    }

    [Fact]
    public async Task Name_IsAskedForOnceAMinute_AndTheIdStandsInForIt()
    {
        var rooms = new NamedRooms(_time);
        var labels = Labels(MeetingLabel.Name, rooms);
        Assert.Equal("math-101", await labels.OfAsync("math-101", Cancel));
        rooms.Name = "Maths, 4b";
        Assert.Equal("math-101", await labels.OfAsync("math-101", Cancel));
        Assert.Equal(1, rooms.Asked);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("Maths, 4b", await labels.OfAsync("math-101", Cancel));
        Assert.Equal(2, rooms.Asked);
    }

    private MeetingLabels Labels(MeetingLabel wanted, IPinStore rooms) => new(new ConsoleOptions { Meetings = wanted }, rooms, "key"u8.ToArray(), _time);

    /// <summary>Every room has the same name.</summary>
    private sealed class NamedRooms(TimeProvider time) : IPinStore
    {
        private readonly MemoryPins _pins = new(time);

        public string? Name { get; set; }

        public int Asked { get; private set; }

        public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken)
        {
            Asked++;
            return Task.FromResult<Reservation?>(new Reservation(meetingId, "481205937".ToPin(), time.GetUtcNow(), Name: Name));
        }

        public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken) => _pins.AddAsync(pins, cancellationToken);

        public Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) => _pins.AssignAsync(meetingId, until, cancellationToken);

        public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => _pins.ReleaseAsync(meetingId, cancellationToken);

        public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => _pins.FindByPinAsync(pin, cancellationToken);

        public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => _pins.ListAsync(cancellationToken);

        public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => _pins.CountAsync(cancellationToken);

        public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => _pins.LengthsAsync(cancellationToken);
    }
}
