using Dapper;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Tests.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Tests.Storage;

/// <summary>What is SQLite's own: the file, its locks, its migrations, and what is left after a kill.</summary>
public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Migrate_NoFile_CreatesItForItsOwnerAlone()
    {
        using var database = Open();

        Assert.Equal(Migrations().Count, await database.MigrateAsync(Token));

        if (!OperatingSystem.IsWindows())
        {
            var shared = UnixFileMode.GroupRead | UnixFileMode.OtherRead | UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
            Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(database.FilePath) & shared);
        }
    }

    [Fact]
    public async Task Migrate_Again_HasNothingToDo()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        using var second = Open();

        Assert.Equal(0, await database.MigrateAsync(Token));
        Assert.Equal(0, await second.MigrateAsync(Token));
    }

    [Fact]
    public async Task Migrate_SeveralProcessesAtOnce_RunsEachScriptOnce()
    {
        var databases = Enumerable.Range(0, 8).Select(_ => Open()).ToList();

        var ran = await Task.WhenAll(databases.Select(database => database.MigrateAsync(Token)));

        Assert.Equal(Migrations().Count, ran.Sum());
        Assert.Equal(1, ran.Count(static n => n > 0));
        databases.ForEach(static database => database.Dispose());
    }

    [Fact]
    public async Task EveryConnection_WritesThrough_OverwritesWhatIsDeleted_AndWaits_AlsoAfterTheLogWasEmptied()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        for (var round = 0; round < 2; round++)
        {
            // Three at once: connections that the pool had, and new ones.
            using var together = new Barrier(3);
            var all = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => database.ReadAsync(
                connection =>
                {
                    together.SignalAndWait(Token);
                    return (
                        connection.ExecuteScalar<long>("PRAGMA synchronous"), connection.ExecuteScalar<long>("PRAGMA secure_delete"),
                        connection.ExecuteScalar<long>("PRAGMA busy_timeout"), connection.ExecuteScalar<long>("PRAGMA cache_size"));
                },
                Token)));
            Assert.All(all, static one => Assert.Equal((2, 1, 30_000, -32_000), one));
            Assert.True(await database.EmptyLogAsync(Token));
        }

        database.CloseConnections();
        Assert.Equal(1, await database.ReadAsync(static connection => connection.ExecuteScalar<long>("PRAGMA secure_delete"), Token));
    }

    [Fact]
    public async Task Migrate_FailingScript_LeavesNothingBehind()
    {
        using var database = Open();
        // The second script's table is in the way, so the second script fails after the first one ran.
        new SqliteDatabaseSabotage(database.FilePath).CreateTable("call_records");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.MigrateAsync(Token));

        Assert.Equal(["call_records"], new SqliteDatabaseSabotage(database.FilePath).Tables());
    }

    [Fact]
    public async Task Migrate_FolderMissing_SaysWhichFile()
    {
        using var database = new SqliteDatabase("Data Source=nowhere/dialin.db", _folder.Path);

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.MigrateAsync(Token));

        Assert.Contains(_folder.File("nowhere/dialin.db"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migrate_FileThatIsNoDatabase_SaysSo()
    {
        _folder.Write("dialin.db", new string('x', 5000));
        using var database = Open();

        var fault = await Assert.ThrowsAsync<DamagedDatabaseException>(() => database.MigrateAsync(Token));

        Assert.Contains("not a database", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_ThatThrows_ChangesNothing()
    {
        using var database = Open();
        await database.MigrateAsync(Token);

        await Assert.ThrowsAsync<InvalidOperationException>(() => database.WriteAsync<int>(
            static (connection, transaction) =>
            {
                connection.Execute("INSERT INTO pins (pin, digits, state, shuffle) VALUES ('11223', 5, 'free', 1)", transaction: transaction);
                throw new InvalidOperationException("half way");
            },
            Token));

        Assert.Equal(0, (await new SqlitePinStore(database, TimeSpan.FromDays(1), TimeProvider.System).CountAsync(Token)).Free);
    }

    [Fact]
    public async Task Read_WhileAnotherProcessWrites_DoesNotWait()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        using var other = new SqliteConnection($"Data Source={database.FilePath}");
        await other.OpenAsync(Token);
        await using var held = other.BeginTransaction(deferred: false);
        await other.ExecuteAsync("INSERT INTO pins (pin, digits, state, shuffle) VALUES ('11223', 5, 'free', 1)", transaction: held);

        var counts = await new SqlitePinStore(database, TimeSpan.FromDays(1), TimeProvider.System).CountAsync(Token).WaitAsync(Limits.Generous, Token);

        Assert.Equal(new PinPoolCounts(0, 0, 0), counts);
    }

    [Fact]
    public async Task Reopened_AfterAKillInTheMiddleOfATransaction_HasWhatWasCommitted()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        var store = new SqlitePinStore(database, TimeSpan.FromDays(1), TimeProvider.System);
        await new PinGenerator(9).GenerateAsync(store, 10, Token);
        var committed = await store.AssignAsync("committed", Token);
        using var killed = new SqliteConnection($"Data Source={database.FilePath}");
        await killed.OpenAsync(Token);
        await using var open = killed.BeginTransaction(deferred: false);
        await killed.ExecuteAsync("DELETE FROM pins", transaction: open);

        // What a killed process leaves on the disk: the file and its log, not closed, a transaction not committed.
        var left = new TestFolder();
        foreach (var file in Directory.GetFiles(_folder.Path, "dialin.db*").Where(static f => !f.EndsWith("-shm", StringComparison.Ordinal)))
        {
            File.Copy(file, left.File(Path.GetFileName(file)));
        }

        Assert.True(new FileInfo(left.File("dialin.db-wal")).Length > 0);
        using var after = new SqliteDatabase("Data Source=dialin.db", left.Path);
        Assert.Equal(0, await after.MigrateAsync(Token));
        var reopened = new SqlitePinStore(after, TimeSpan.FromDays(1), TimeProvider.System);
        Assert.Equal(committed, await reopened.FindByPinAsync(committed.Pin, Token));
        Assert.Equal(new PinPoolCounts(9, 1, 0), await reopened.CountAsync(Token));
        after.Dispose();
        left.Dispose();
    }

    [Fact]
    public async Task DeletedRecord_LeavesNoTraceInTheFile_NorInItsLog()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        var records = new SqliteCallRecordStore(database);
        await records.AddAsync(CallRecords.Of("1", DateTimeOffset.UnixEpoch) with { Caller = "a-very-recognisable-caller" }, Token);
        Assert.True(IsInFiles());

        await records.DeleteEndedBeforeAsync(DateTimeOffset.UnixEpoch.AddDays(1), Token);

        Assert.False(IsInFiles());
    }

    [Fact]
    public async Task Faults_OfTheStore_NeverHoldAPin()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        await database.WriteAsync(
            static (connection, transaction) => connection.Execute("DROP TABLE pins", transaction: transaction), Token);
        var pin = "481205937".ToPin();
        var store = new SqlitePinStore(database, TimeSpan.FromDays(1), TimeProvider.System);

        var faults = new[]
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AddAsync([pin], Token)),
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.FindByPinAsync(pin, Token)),
        };

        Assert.All(faults, static fault => Assert.DoesNotContain("481205937", fault.ToString(), StringComparison.Ordinal));
    }

    private bool IsInFiles() => new[] { "dialin.db", "dialin.db-wal" }.Any(name =>
    {
        using var stream = new FileStream(_folder.File(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
        return reader.ReadToEnd().Contains("recognisable", StringComparison.Ordinal);
    });

    private static List<string> Migrations() =>
        [.. typeof(SqliteDatabase).Assembly.GetManifestResourceNames().Where(static n => n.EndsWith(".sql", StringComparison.Ordinal))];

    private SqliteDatabase Open() => new("Data Source=dialin.db", _folder.Path);
}
