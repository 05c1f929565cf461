using DialIn.Pins;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Storage;

/// <summary>What every store of reservations does, whatever database is behind it.</summary>
public abstract class ReservationStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Reserve_NewRoom_IsNew_AndKeepsWhatIsSaid()
    {
        var (store, pins) = await OpenAsync();
        var until = Start.AddDays(1);

        var (reservation, isNew) = await store.ReserveAsync(new ReservationRequest("room", until, "Käse & Brot", "de"), Cancel);

        Assert.True(isNew);
        Assert.Equal((until, "Käse & Brot", "de"), (reservation.Until, reservation.Name, reservation.Language));
        Assert.Equal(reservation, await pins.FindByMeetingAsync("room", Cancel));
        Assert.Equal(reservation, await pins.FindByPinAsync(reservation.Pin, Cancel));
    }

    [Fact]
    public async Task Reserve_Again_ChangesOnlyWhatIsSaid()
    {
        var (store, _) = await OpenAsync();
        var first = (await store.ReserveAsync(new ReservationRequest("room", Start.AddDays(1), "Old", "de"), Cancel)).Reservation;

        var (second, isNew) = await store.ReserveAsync(new ReservationRequest("room", Start.AddHours(1), "New"), Cancel);
        Assert.False(isNew);
        Assert.Equal(first with { Name = "New" }, second);

        var (third, _) = await store.ReserveAsync(new ReservationRequest("room", Start.AddDays(2), Language: "en"), Cancel);
        Assert.Equal(first with { Name = "New", Language = "en", Until = Start.AddDays(2) }, third);

        var (fourth, _) = await store.ReserveAsync(new ReservationRequest("room"), Cancel);
        Assert.Equal(third with { Until = null }, fourth);
        Assert.Equal((fourth, false), await store.ReserveAsync(new ReservationRequest("room", Start.AddDays(1)), Cancel));
    }

    [Fact]
    public async Task Reserve_ByCreate_ProlongsWhatCreatesReserved_AndNothingElse()
    {
        var (store, pins) = await OpenAsync();
        var first = (await store.ReserveAsync(ByCreate("room", 1), Cancel)).Reservation;
        Assert.True(first.IsByCreate);
        var second = (await store.ReserveAsync(ByCreate("room", 9), Cancel)).Reservation;
        Assert.Equal(first with { Until = Start.AddDays(9) }, second);

        // Now it is somebody's, until the later of both times.
        var third = (await store.ReserveAsync(new ReservationRequest("room", Start.AddDays(5)), Cancel)).Reservation;
        Assert.Equal(second with { IsByCreate = false }, third);
        Assert.Equal((third, false), await store.ReserveAsync(ByCreate("room", 90), Cancel));
        Assert.Equal(third, await pins.FindByMeetingAsync("room", Cancel));

        // The next reservation knows nothing of this one.
        await store.ReserveAsync(ByCreate("other", 1), Cancel);
        await pins.ReleaseAsync("other", Cancel);
        Assert.False((await store.ReserveAsync(new ReservationRequest("other"), Cancel)).Reservation.IsByCreate);

        static ReservationRequest ByCreate(string room, int days) => new(room, Start.AddDays(days), IsByCreate: true);
    }

    [Fact]
    public async Task Reserve_SameRoomFromManyAtOnce_IsNewOnce()
    {
        var (one, _) = await OpenAsync();
        var other = await fixture.OpenReservationsAsync(_time);

        var all = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? one : other).ReserveAsync(new ReservationRequest("room"), Cancel)));

        Assert.Single(all, static answer => answer.IsNew);
        Assert.Single(all.Select(static answer => answer.Reservation.Pin).Distinct());
    }

    [Fact]
    public async Task Reserve_AfterReleaseOrEnd_KnowsNothingOfBefore()
    {
        var (store, pins) = await OpenAsync();
        await store.ReserveAsync(new ReservationRequest("released", Name: "Secret name", Language: "de"), Cancel);
        await store.ReserveAsync(new ReservationRequest("ended", Start.AddHours(1), "Secret name", "de"), Cancel);
        await pins.ReleaseAsync("released", Cancel);
        _time.Advance(TimeSpan.FromHours(1));

        foreach (var room in new[] { "released", "ended" })
        {
            var (reservation, isNew) = await store.ReserveAsync(new ReservationRequest(room), Cancel);
            Assert.True(isNew);
            Assert.Equal((null, null, null), (reservation.Name, reservation.Language, reservation.Until));
        }
    }

    [Fact]
    public async Task Reserve_TimeThatIsOver_Throws()
    {
        var (store, _) = await OpenAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.ReserveAsync(new ReservationRequest("room", Start), Cancel));
    }

    [Fact]
    public async Task List_PageByPage_IsAllRoomsInOrderOnce()
    {
        var (store, pins) = await OpenAsync();
        // In UTF-8 capitals come before small letters, and all that is not ASCII behind both.
        string[] rooms = ["Zoo", "aa", "ab/c", "bb", "Ärger", "🎓 graduates"];
        foreach (var room in rooms.Reverse())
        {
            await store.ReserveAsync(new ReservationRequest(room), Cancel);
        }

        await store.ReserveAsync(new ReservationRequest("ended", Start.AddHours(1)), Cancel);
        await store.ReserveAsync(new ReservationRequest("released"), Cancel);
        await pins.ReleaseAsync("released", Cancel);
        _time.Advance(TimeSpan.FromHours(1));

        var seen = new List<string>();
        while (await store.ListAfterAsync(seen.LastOrDefault(), 2, Cancel) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 2);
            seen.AddRange(page.Select(static room => room.MeetingId));
        }

        Assert.Equal(rooms, seen);
    }

    private async Task<(IReservationStore Store, IPinStore Pins)> OpenAsync()
    {
        var pins = await fixture.OpenPinsAsync(_time);
        await new PinGenerator(9).GenerateAsync(pins, 50, Cancel);
        return (await fixture.OpenReservationsAsync(_time), pins);
    }
}
