using DialIn.Pins;
using DialIn.Storage;
using DialIn.Tests.Storage;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.Pins;

public sealed class RefillingPinStoreTests : IAsyncDisposable
{
    private readonly SqliteFixture _fixture = new();
    private readonly FakeLogger<RefillingPinStore> _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task EmptyPool_IsFilledWhenARoomWantsAPin()
    {
        var store = await OpenAsync(refill: 10);

        Assert.Equal("room", (await store.AssignAsync("room", null, Cancel)).MeetingId);

        Assert.Equal(new PinPoolCounts(9, 1, 0), await store.CountAsync(Cancel));
        Assert.Equal(3303, Assert.Single(_log.Collector.GetSnapshot()).Id.Id);
        Assert.True((await store.ReserveAsync(new ReservationRequest("another"), Cancel)).IsNew);
        Assert.Single(_log.Collector.GetSnapshot());
    }

    [Fact]
    public async Task ManyRoomsAtOnce_OnAnEmptyPool_EachGetOne()
    {
        var store = await OpenAsync(refill: 100);

        var rooms = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => store.ReserveAsync(new ReservationRequest($"room-{i / 2}"), Cancel)));

        Assert.Equal(25, rooms.Count(static room => room.IsNew));
        Assert.Equal(25, rooms.Select(static room => room.Reservation.Pin).Distinct().Count());
    }

    [Fact]
    public async Task WithoutRefill_TheOperatorBringsPins()
    {
        var store = await OpenAsync(refill: 0);
        await Assert.ThrowsAsync<PinPoolEmptyException>(() => store.AssignAsync("room", null, Cancel));
        await Assert.ThrowsAsync<PinPoolEmptyException>(() => store.ReserveAsync(new ReservationRequest("room"), Cancel));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(200, 200)]
    [InlineData(5_000, 1_000)]
    public void Refill_IsWhatTheOptionsSay_ButNeverLong(int refillTo, int expected) =>
        Assert.Equal(expected, RefillingPinStore.RefillOf(new PinsOptions { RefillTo = refillTo }));

    private async Task<RefillingPinStore> OpenAsync(int refill)
    {
        var store = new SqlitePinStore(await _fixture.OpenAsync(), TimeSpan.FromDays(30), TimeProvider.System);
        return new RefillingPinStore(store, store, new PinGenerator(9), refill, _log);
    }
}
