using DialIn.Secrets;
using DialIn.Storage;
using DialIn.Tests.Storage;

namespace DialIn.Tests.Hosting;

/// <summary><c>dialin backup</c> and <c>dialin restore</c>.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private const int Rounds = 20;

    private readonly TestFolder _folder = new();
    private readonly string _config;
    private readonly string _copy;

    public BackupCommandTests() => (_config, _copy) = (_folder.Write("dialin.json", Settings.Documented), _folder.File("copy.db"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task BackupAndRestore_BringBackTheRoomsOfThen()
    {
        await RunAsync("pins", "generate", "--count", "5");
        await RunAsync("pins", "assign", "math-101");
        var rooms = (await RunAsync("pins", "list")).Output;

        var backup = await RunAsync("backup", _copy);
        Assert.Equal((0, ""), (backup.ExitCode, backup.Error));
        Assert.StartsWith($"Wrote {_copy}: ", backup.Output, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_copy));
        }

        await RunAsync("pins", "assign", "later");
        var restore = await RunAsync("restore", _copy);

        Assert.Equal((0, ""), (restore.ExitCode, restore.Error));
        Assert.Equal(rooms, (await RunAsync("pins", "list")).Output);
        // And what was there before it was restored can be brought back too.
        await RunAsync("restore", _folder.File("dialin.db.before-restore"));
        Assert.Equal(2, (await RunAsync("pins", "list")).Lines.Count);
    }

    [Fact]
    public async Task Backup_WhileCallsAreWritten_IsSoundAndOfOneMoment()
    {
        using var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        await database.MigrateAsync(Token);
        var records = new SqliteCallRecordStore(database);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var written = 0;
        var writing = Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    await records.AddAsync(CallRecords.Of($"{written + 1:D8}", DateTimeOffset.UnixEpoch.AddSeconds(written + 1)), Token);
                    Interlocked.Increment(ref written);
                }
            },
            Token);

        for (var round = 0; round < Rounds; round++)
        {
            var before = Volatile.Read(ref written);
            var copy = _folder.File($"copy-{round}.db");
            Assert.Equal(0, (await RunAsync("backup", copy)).ExitCode);

            SqliteCopy.OpenSound(copy).Dispose();
            using var copied = new SqliteDatabase($"Data Source={copy}", _folder.Path);
            var ids = (await new SqliteCallRecordStore(copied).ListAsync(int.MaxValue, Token)).Select(static record => record.Id).Order(StringComparer.Ordinal).ToList();
            Assert.True(ids.Count >= before, "what was written before the backup began is missing");
            Assert.Equal(Enumerable.Range(1, ids.Count).Select(static i => $"{i:D8}"), ids);
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task LogLevelThatIsNone_KeepsNobodyFromACopyOrAToken()
    {
        var config = _folder.Write("loud.json", Settings.Documented.Replace("{ \"DialIn\"", "{ \"Logging\": { \"LogLevel\": { \"Default\": \"Verbose\" } }, \"DialIn\"", StringComparison.Ordinal));
        await RunAsync("pins", "generate", "--count", "1");

        foreach (var verb in (string[][])[["backup", _copy], ["restore", _copy], ["token", "list"], ["privacy", "report"], ["pins", "list"]])
        {
            var run = await CommandRun.OfAsync(config, isForPeople: false, verb);
            Assert.Equal(0, run.ExitCode);
            Assert.DoesNotContain("Logging", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Backup_FileExists_LeavesItAsItIs()
    {
        await RunAsync("pins", "generate", "--count", "1");
        File.WriteAllText(_copy, "mine");

        var run = await RunAsync("backup", _copy);

        Assert.Equal((1, $"{_copy} exists already; backup writes new files only.\n"), (run.ExitCode, run.Error));
        Assert.Equal("mine", File.ReadAllText(_copy));
    }

    [Theory]
    [InlineData("backup", "There is no database ")]
    [InlineData("restore", " does not exist.")]
    public async Task NothingThere_SaysSo(string verb, string expected)
    {
        var run = await RunAsync(verb, _copy);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Equal([_config], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Backup_WhereNobodyCanWrite_SaysSo()
    {
        await RunAsync("pins", "generate", "--count", "1");

        var run = await RunAsync("backup", "/proc/copy.db");

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("/proc/copy.db cannot be written: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_WhileAServiceRuns_IsRefused()
    {
        await RunAsync("pins", "generate", "--count", "1");
        await RunAsync("backup", _copy);
        using var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        var presence = new SqliteServicePresence(database);
        await presence.ComeAsync("bridge/1", TimeProvider.System.GetMoment(), Token);

        var refused = await RunAsync("restore", _copy);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Stop it first: systemctl stop dialin.", refused.Error, StringComparison.Ordinal);

        await presence.GoAsync("bridge/1", Token);
        Assert.Equal(0, (await RunAsync("restore", _copy)).ExitCode);
    }

    [Fact]
    public async Task Restore_OfADatabaseThatIsDamaged_SetsItAside()
    {
        await RunAsync("pins", "generate", "--count", "3");
        await RunAsync("backup", _copy);
        await CloseDatabaseAsync();
        File.WriteAllText(_folder.File("dialin.db"), new string('x', 5000));

        var run = await RunAsync("restore", _copy);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"What was there before lies in {_folder.File("dialin.db.damaged")}.", run.Output, StringComparison.Ordinal);
        using var restored = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        Assert.Equal(3, (await new SqlitePinStore(restored, TimeSpan.FromDays(1), TimeProvider.System).CountAsync(Token)).Free);
    }

    [Fact]
    public async Task Restore_OfADatabaseThatCannotBeReadNow_SaysSo_AndLeavesIt()
    {
        await RunAsync("pins", "generate", "--count", "3");
        await RunAsync("backup", _copy);
        await CloseDatabaseAsync();
        var before = File.ReadAllBytes(_folder.File("dialin.db"));
        // It is not damaged: it cannot be opened.
        Directory.CreateDirectory(_folder.File("dialin.db-wal"));

        var run = await RunAsync("restore", _copy);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("unable to open database file", run.Error, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_folder.File("dialin.db")));
        Assert.Empty(DatabaseCopies.Beside(_folder.File("dialin.db")));
    }

    [Fact]
    public async Task Restore_ThatFails_LeavesNoEmptyDatabase_AndTheDamagedOneInItsPlace()
    {
        await RunAsync("pins", "generate", "--count", "3");
        await RunAsync("backup", _copy);
        await CloseDatabaseAsync();
        File.Delete(_folder.File("dialin.db"));
        // In the way of the name.
        Directory.CreateDirectory(_folder.File("dialin.db"));
        Assert.Equal(1, (await RunAsync("restore", _copy)).ExitCode);
        Assert.False(File.Exists(_folder.File("dialin.db")));

        Directory.Delete(_folder.File("dialin.db"));
        _folder.Write("dialin.db", new string('x', 5000));
        Directory.CreateDirectory(_folder.File("dialin.db.damaged"));
        Assert.Equal(1, (await RunAsync("restore", _copy)).ExitCode);
        Assert.Equal(new string('x', 5000), File.ReadAllText(_folder.File("dialin.db")));
        Assert.Empty(DatabaseCopies.Beside(_folder.File("dialin.db")));
    }

    [Fact]
    public async Task Restore_ThatCannotNameTheCopy_MovesBackWhatWasInTheWay()
    {
        await RunAsync("pins", "generate", "--count", "3");
        await RunAsync("backup", _copy);
        await CloseDatabaseAsync();
        File.Delete(_folder.File("dialin.db"));
        Directory.CreateDirectory(_folder.File("dialin.db"));
        _folder.Write("dialin.db-wal", "its log");

        var run = await RunAsync("restore", _copy);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("dialin.db cannot be written: ", run.Error, StringComparison.Ordinal);
        Assert.Equal("its log", File.ReadAllText(_folder.File("dialin.db-wal")));
        Assert.Empty(DatabaseCopies.Beside(_folder.File("dialin.db")));
    }

    [Fact]
    public void CopyThatCannotBeNamed_LeavesTheDatabaseInItsPlace()
    {
        var database = _folder.Write("dialin.db", "damaged");
        _folder.Write("dialin.db-wal", "its log");

        Assert.Throws<FileNotFoundException>(() => DatabaseCopies.PutInPlace(_folder.File("gone"), database));

        Assert.Equal("damaged", File.ReadAllText(database));
        Assert.Equal("its log", File.ReadAllText($"{database}-wal"));
        Assert.Empty(DatabaseCopies.Beside(database));
    }

    [Fact]
    public async Task Restore_WhereAnOldLogLies_TakesNothingOfIt_AndKeepsIt()
    {
        await RunAsync("pins", "generate", "--count", "3");
        await RunAsync("backup", _copy);
        await CloseDatabaseAsync();
        // The log of the same database, with rooms of later: what SQLite would find sound, and play into the file beside it.
        var log = _folder.File("later-wal");
        using (var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path))
        {
            await new SqliteServicePresence(database).ComeAsync("bridge/1", DateTimeOffset.UnixEpoch, Token);
            File.Copy(_folder.File("dialin.db-wal"), log);
        }

        foreach (var left in new[] { "dialin.db", "dialin.db-shm" })
        {
            File.Delete(_folder.File(left));
        }

        File.Move(log, _folder.File("dialin.db-wal"), overwrite: true);
        _folder.Write("dialin.db-journal", "old");

        var run = await RunAsync("restore", _copy);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"What was there before lies in {_folder.File("dialin.db.damaged-wal")}.", run.Output, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(_folder.File("dialin.db.damaged-journal")));
        using var restored = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        Assert.False(await new SqliteServicePresence(restored).IsPresentAsync(DateTimeOffset.UnixEpoch.AddSeconds(-1), Token));
        Assert.Equal(3, (await new SqlitePinStore(restored, TimeSpan.FromDays(1), TimeProvider.System).CountAsync(Token)).Free);
    }

    [Fact]
    public async Task Backup_AfterOneThatWasKilled_TakesNothingOfItsLog_AndLeavesNothing()
    {
        await RunAsync("pins", "generate", "--count", "3");
        _folder.Write("copy.db.dialin-0123456789abcdef.part", "half");
        _folder.Write("copy.db.dialin-0123456789abcdef.part-wal", "half");
        _folder.Write("copy.db.dialin-0123456789abcdef.part-shm", "half");
        foreach (var left in Directory.GetFiles(_folder.Path, "copy.db.dialin-*"))
        {
            File.SetLastWriteTimeUtc(left, DateTime.UnixEpoch);
        }

        // Another process is at it.
        _folder.Write("copy.db.dialin-00000000000000ff.part", "half");
        // Somebody's own.
        _folder.Write("copy.db.part", "mine");

        Assert.Equal(0, (await RunAsync("backup", _copy)).ExitCode);

        Assert.Equal([_copy, $"{_copy}.dialin-00000000000000ff.part", $"{_copy}.part"], Directory.GetFiles(_folder.Path, "copy.db*").Order(StringComparer.Ordinal));
        Assert.Equal("mine", File.ReadAllText($"{_copy}.part"));
    }

    [Fact]
    public async Task Restore_OfWhatIsNoCopy_ChangesNothing()
    {
        await RunAsync("pins", "generate", "--count", "1");
        File.WriteAllText(_copy, new string('x', 5000));

        var run = await RunAsync("restore", _copy);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("cannot be read as a copy", run.Error, StringComparison.Ordinal);
        Assert.Empty(DatabaseCopies.Beside(_folder.File("dialin.db")));
    }

    // All of it is in the file then, and nothing beside it.
    private async Task CloseDatabaseAsync()
    {
        using var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        await database.EmptyLogAsync(Token);
    }

    private Task<CommandRun> RunAsync(params string[] arguments) => CommandRun.OfAsync(_config, isForPeople: false, arguments);
}
