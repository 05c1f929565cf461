using DialIn.Pins;
using DialIn.Sip.UserAgents;

namespace DialIn.Tests.Service;

public class BrokenStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoreThatFails_IsASentenceAndAnEnd_NotSilence()
    {
        await using var service = await RunningService.StartAsync(Cancel, pins: new BrokenPinStore());
        await using var call = await service.CallAsync(Cancel);
        await call.Answered.WaitAsync(Cancel);
        await call.WaitForPromptAsync(Cancel);

        await call.SendDigitsAsync("481205937", Cancel);
        await call.WaitForPromptAsync(Cancel);
        var end = await call.Ended.WaitAsync(Cancel);

        Assert.Equal(SessionEndCause.RemoteBye, end.Cause);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Bridge", "Fault"), (record.Result, record.Reason));
    }

    /// <summary>A database that is gone.</summary>
    private sealed class BrokenPinStore : IPinStore
    {
        public Task<int> AddAsync(IReadOnlyCollection<Pin> pins, CancellationToken cancellationToken) => Fail<int>();

        public Task<Reservation> AssignAsync(string meetingId, DateTimeOffset? until, CancellationToken cancellationToken) => Fail<Reservation>();

        public Task<bool> ReleaseAsync(string meetingId, CancellationToken cancellationToken) => Fail<bool>();

        public Task<Reservation?> FindByPinAsync(Pin pin, CancellationToken cancellationToken) => Fail<Reservation?>();

        public Task<Reservation?> FindByMeetingAsync(string meetingId, CancellationToken cancellationToken) => Fail<Reservation?>();

        public Task<IReadOnlyList<Reservation>> ListAsync(CancellationToken cancellationToken) => Fail<IReadOnlyList<Reservation>>();

        public Task<PinPoolCounts> CountAsync(CancellationToken cancellationToken) => Fail<PinPoolCounts>();

        public Task<IReadOnlyList<int>> LengthsAsync(CancellationToken cancellationToken) => Fail<IReadOnlyList<int>>();

        private static Task<T> Fail<T>() => Task.FromException<T>(new StoreUnavailableException("the test took the database away", new IOException()));
    }
}
