using System.Threading.Channels;
using DialIn.Announcements;
using DialIn.Calls;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Tests.Service;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Storage;

public sealed class CallRecordRetentionTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly FakeTimeProvider _time = new(Start);
    private readonly Deletions _records = new();
    private readonly AnnouncementDeletions _announcements = new();
    private readonly FakeLogger<CallRecordRetention> _log = new();
    private readonly CallRecordRetention _retention;

    public CallRecordRetentionTests() =>
        _retention = new CallRecordRetention(_records, _announcements, new StorageOptions { KeepCallRecords = TimeSpan.FromDays(3) }, _time, _log);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _retention.Dispose();

    [Fact]
    public async Task Started_AtOnceAndEveryHour_DeletesWhatIsOlderThanThreeDays()
    {
        await _retention.StartAsync(Token);

        Assert.Equal(Start - TimeSpan.FromDays(3), await _records.NextAsync(Token));
        Assert.Equal(Start - TimeSpan.FromDays(3), await _announcements.NextAsync(Token));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(Start + TimeSpan.FromHours(1) - TimeSpan.FromDays(3), await _records.NextAsync(Token));

        await _retention.StopAsync(Token);
    }

    [Fact]
    public async Task Record_AfterThreeDays_IsGoneFromTheDatabase()
    {
        await using var fixture = new SqliteFixture();
        var database = await fixture.OpenAsync();
        var records = new SqliteCallRecordStore(database);
        await records.AddAsync(CallRecords.Of("1", Start), Token);
        using var retention = new CallRecordRetention(records, new SqliteAnnouncementStore(database), new StorageOptions(), _time, _log);
        await retention.StartAsync(Token);
        await _log.Collector.WaitAsync(static entry => entry.Message.StartsWith("0 call records", StringComparison.Ordinal), Token);
        Assert.Single(await records.ListAsync(10, Token));

        _time.Advance(TimeSpan.FromDays(3) + TimeSpan.FromHours(1));
        await _log.Collector.WaitAsync(static entry => entry.Message.StartsWith("1 call records", StringComparison.Ordinal), Token);

        Assert.Empty(await records.ListAsync(10, Token));
        await retention.StopAsync(Token);
    }

    [Fact]
    public async Task StoreFails_IsLoggedAndTriedAgain()
    {
        _records.Fails = true;
        await _retention.StartAsync(Token);
        await _records.NextAsync(Token);

        _records.Fails = false;
        _time.Advance(TimeSpan.FromHours(1));
        await _records.NextAsync(Token);

        Assert.Contains(_log.Collector.GetSnapshot(), static entry => entry.Id.Id == 4002);
        await _retention.StopAsync(Token);
    }

    private sealed class AnnouncementDeletions : IAnnouncementStore
    {
        private readonly Channel<DateTimeOffset> _asked = Channel.CreateUnbounded<DateTimeOffset>();

        public Task<DateTimeOffset> NextAsync(CancellationToken cancellationToken) =>
            _asked.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Limits.Generous, cancellationToken);

        public Task RecordAsync(Announcement announcement, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<bool> TryBeginAsync(Announcement announcement, DateTimeOffset staleBefore, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Announcement>> ListMeetingsAsync((DateTimeOffset LastAt, string ServerName, string InternalId)? after, int limit, bool isFailed, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<Announcement>> OfMeetingsAsync(string serverName, IReadOnlyCollection<string> internalIds, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<Announcement>> OfMeetingAsync(string serverName, string internalId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> DeleteBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken)
        {
            _asked.Writer.TryWrite(moment);
            return Task.FromResult(0);
        }
    }

    private sealed class Deletions : ICallRecordStore
    {
        private readonly Channel<DateTimeOffset> _asked = Channel.CreateUnbounded<DateTimeOffset>();

        public bool Fails { get; set; }

        public Task<DateTimeOffset> NextAsync(CancellationToken cancellationToken) =>
            _asked.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Limits.Generous, cancellationToken);

        public Task AddAsync(CallRecord record, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<CallRecord>> ListAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<CallRecord>> ListAfterAsync(CallRecordPlace? after, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> DeleteEndedBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken)
        {
            _asked.Writer.TryWrite(moment);
            return Fails ? throw new StoreUnavailableException("disk full", new IOException()) : Task.FromResult(0);
        }
    }
}
