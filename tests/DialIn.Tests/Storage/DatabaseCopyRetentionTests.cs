using DialIn.Storage;
using DialIn.Tests.Service;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Storage;

public sealed class DatabaseCopyRetentionTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Copies_AsOldAsCallRecordsMayBecome_AreDeleted_AndNothingElse()
    {
        Write("dialin.db", ageInDays: 400);
        Write("dialin.db.before-0014", ageInDays: 2.9);
        Write("dialin.db.before-restore", ageInDays: 2);
        Write("dialin.db.mine", ageInDays: 400);
        // Somebody's own, who has a use for it.
        Write("dialin.db.before-move", ageInDays: 400);
        Write("dialin.db.before-0014.gz", ageInDays: 400);
        Write("dialin.db.damaged-2-wal", ageInDays: 400);
        Write("dialin.db.damaged-journal", ageInDays: 400);
        Write("dialin.db.dialin-0123456789abcdef.part", ageInDays: 400);
        Write("dialin.db.before-0014.dialin-0123456789abcdef.part-journal", ageInDays: 400);
        var time = new FakeTimeProvider(Start);
        var log = new FakeLogger<DatabaseCopyRetention>();
        using var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        using var retention = new DatabaseCopyRetention(database, new StorageOptions(), time, log);
        await retention.StartAsync(Token);

        time.Advance(TimeSpan.FromHours(3));
        await log.Collector.WaitAsync(static entry => entry.Id.Id == 4003, Token);
        await retention.StopAsync(Token);

        Assert.Equal(["dialin.db", "dialin.db.before-0014.gz", "dialin.db.before-move", "dialin.db.before-restore", "dialin.db.mine"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private void Write(string name, double ageInDays) => File.SetLastWriteTimeUtc(_folder.Write(name, ""), Start.AddDays(-ageInDays).UtcDateTime);
}
