using DialIn.Announcements;
using DialIn.Calls;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Trunks;

namespace DialIn.Tests.Storage;

/// <summary>A SQLite file in a folder of its own.</summary>
public sealed class SqliteFixture : IStoreFixture
{
    private readonly TestFolder _folder = new();
    private readonly List<SqliteDatabase> _databases = [];

    internal string File => _folder.File("dialin.db");

    async Task<IPinStore> IStoreFixture.OpenPinsAsync(TimeProvider timeProvider, TimeSpan? quarantine) =>
        new SqlitePinStore(await OpenAsync(), quarantine ?? TimeSpan.FromDays(30), timeProvider);

    async Task<IReservationStore> IStoreFixture.OpenReservationsAsync(TimeProvider timeProvider) =>
        new SqlitePinStore(await OpenAsync(), TimeSpan.FromDays(30), timeProvider);

    async Task<IPinPool> IStoreFixture.OpenPoolAsync(TimeProvider timeProvider, TimeSpan quarantine) =>
        new SqlitePinPool(await OpenAsync(), quarantine, timeProvider);

    async Task<IPinArchive> IStoreFixture.OpenArchiveAsync(TimeProvider timeProvider) => new SqlitePinArchive(await OpenAsync(), timeProvider);

    async Task<IFailureStore> IStoreFixture.OpenFailuresAsync() => new SqliteFailureStore(await OpenAsync());

    async Task<ILeaseStore> IStoreFixture.OpenLeasesAsync() => new SqliteLeaseStore(await OpenAsync());

    async Task<IPublishedListStore> IStoreFixture.OpenPublishedListsAsync() => new SqlitePublishedListStore(await OpenAsync());

    async Task<ICallRecordStore> IStoreFixture.OpenCallRecordsAsync() => new SqliteCallRecordStore(await OpenAsync());

    async Task<ICallerNameStore> IStoreFixture.OpenCallerNamesAsync() => new SqliteCallerNameStore(await OpenAsync());

    async Task<IAnnouncementStore> IStoreFixture.OpenAnnouncementsAsync() => new SqliteAnnouncementStore(await OpenAsync());

    public ValueTask DisposeAsync()
    {
        _databases.ForEach(static database => database.Dispose());
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    internal async Task<SqliteDatabase> OpenAsync()
    {
        var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        _databases.Add(database);
        await database.MigrateAsync(CancellationToken.None);
        return database;
    }
}
