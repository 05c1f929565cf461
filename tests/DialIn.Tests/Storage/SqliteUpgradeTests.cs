using Dapper;
using DialIn.Calls;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Tests.Hosting;
using DialIn.Tests.Pins;
using Microsoft.Data.Sqlite;

namespace DialIn.Tests.Storage;

/// <summary>A database of each older program is upgraded, and can be put back.</summary>
public sealed class SqliteUpgradeTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<int> OlderPrograms() => new(Enumerable.Range(1, MigrationScripts.All.Count - 1));

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(OlderPrograms))]
    public async Task Upgrade_FromAnOlderProgram_KeepsTheRowsAndACopy_AndTheWayBackWorks(int scripts)
    {
        IReadOnlyList<string> older = [.. MigrationScripts.All.Take(scripts)];
        using var database = Open();
        await database.MigrateAsync(older, Token);
        Assert.Null(database.CopyBeforeUpgrade);
        await FillAsync(database, older);

        Assert.Equal(MigrationScripts.All.Count - scripts, await database.MigrateAsync(Token));

        var lead = await new SqlitePinStore(database, TimeSpan.FromDays(1), TimeProvider.System).FindByPinAsync("481205937".ToPin(), Token);
        Assert.Equal("math-101", lead?.MeetingId);
        Assert.Equal(scripts >= 2 ? ["call"] : [], (await new SqliteCallRecordStore(database).ListAsync(10, Token)).Select(static record => record.Id));

        // The older program does not touch what it does not understand, and says what to do.
        var refused = await Assert.ThrowsAsync<NewerSchemaException>(() => database.MigrateAsync(older, Token));
        Assert.Contains(MigrationScripts.Label(MigrationScripts.All[^1]), refused.Message, StringComparison.Ordinal);

        // Back: the copy has what the older program left, and that program goes on with it.
        Assert.Equal($"{database.FilePath}.before-{MigrationScripts.Number(MigrationScripts.All[^1])}", database.CopyBeforeUpgrade);
        using (var copy = SqliteCopy.OpenSound(database.CopyBeforeUpgrade!))
        {
            await database.ReplaceAsync(copy, Token);
        }

        Assert.Equal(0, await database.MigrateAsync(older, Token));
        Assert.Equal("math-101", await database.ReadAsync(static connection => connection.ExecuteScalar<string>("SELECT meeting_id FROM pins WHERE pin = '481205937'"), Token));
    }

    [Fact]
    public async Task Upgrade_KeepsHowOlderCallsSounded()
    {
        using var database = Open();
        IReadOnlyList<string> older = [.. MigrationScripts.All.TakeWhile(static script => string.CompareOrdinal(MigrationScripts.Number(script), "0022") < 0)];
        await database.MigrateAsync(older, Token);
        await FillAsync(database, older);
        await database.WriteAsync(
            static (connection, transaction) => connection.Execute(
                """
                UPDATE call_records SET
                    trunk_mos = 4.21, trunk_lowest_mos = 3.5, trunk_loss = 0.0123, trunk_jitter = 2.5, trunk_round_trip = 31, trunk_sent_mos = 4.1, trunk_sent_loss = 0.02,
                    conference_mos = 3.9, conference_lowest_mos = 2.8, conference_loss = 0.034, conference_jitter = 7.5, conference_round_trip = 12, conference_sent_mos = 3.7, conference_sent_loss = 0.045
                """,
                transaction: transaction),
            Token);

        await database.MigrateAsync(Token);

        var record = Assert.Single(await new SqliteCallRecordStore(database).ListAsync(10, Token));
        Assert.Equal(new CallQuality { Mos = 4.21, LowestMos = 3.5, Loss = 0.0123, Jitter = 2.5, RoundTrip = 31, SentMos = 4.1, SentLoss = 0.02 }, record.TrunkQuality);
        Assert.Equal(new CallQuality { Mos = 3.9, LowestMos = 2.8, Loss = 0.034, Jitter = 7.5, RoundTrip = 12, SentMos = 3.7, SentLoss = 0.045 }, record.ConferenceQuality);
    }

    [Fact]
    public async Task Upgrade_ThatFails_LeavesTheDatabaseAsItWas()
    {
        using var database = Open();
        await database.MigrateAsync([.. MigrationScripts.All.Take(1)], Token);
        // The second script's table is in the way.
        new SqliteDatabaseSabotage(database.FilePath).CreateTable("call_records");

        await Assert.ThrowsAsync<StoreUnavailableException>(() => database.MigrateAsync(Token));

        using var connection = new SqliteConnection($"Data Source={database.FilePath};Pooling=False");
        Assert.Equal([MigrationScripts.All[0]], MigrationScripts.Applied(connection));
    }

    [Fact]
    public async Task Upgrade_WithoutRoomForTheCopy_ChangesNothing()
    {
        using var database = Open();
        await database.MigrateAsync([.. MigrationScripts.All.Take(1)], Token);
        // A folder has the name of the copy.
        Directory.CreateDirectory(DatabaseCopies.BeforeUpgrade(database.FilePath, MigrationScripts.All[^1]));

        var fault = await Assert.ThrowsAsync<StoreUnavailableException>(() => database.MigrateAsync(Token));

        Assert.Contains("cannot be written", fault.Message, StringComparison.Ordinal);
        Assert.Equal([MigrationScripts.All[0]], await database.ReadAsync(MigrationScripts.Applied, Token));
    }

    [Fact]
    public async Task Upgrade_OnAFullDisk_SaysSo()
    {
        using var database = Open();
        await database.MigrateAsync([.. MigrationScripts.All.Take(1)], Token);
        using var connection = new SqliteConnection($"Data Source={database.FilePath};Pooling=False");
        await connection.OpenAsync(Token);
        // No page more than there are.
        await connection.ExecuteScalarAsync<long>("PRAGMA max_page_count = 1");

        var fault = Assert.Throws<SqliteException>(() => Migration.Run(connection, MigrationScripts.All, static _ => { }));

        Assert.Contains("disk is full", fault.Message, StringComparison.Ordinal);
        Assert.Equal([MigrationScripts.All[0]], MigrationScripts.Applied(connection));
    }

    [Theory]
    [InlineData("pins", "list")]
    [InlineData("audit", "list")]
    [InlineData("privacy", "report")]
    [InlineData("check")]
    public async Task Verb_BesideAnOlderService_ChangesNothing_AndSaysWhatToDo(params string[] verb)
    {
        using var database = Open();
        await database.MigrateAsync([.. MigrationScripts.All.SkipLast(1)], Token);

        // No servers: nobody is asked.
        var run = await CommandRun.OfAsync(_folder.Write("dialin.json", "{ \"DialIn\": {} }"), isForPeople: false, verb);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"is of an older DialIn: {MigrationScripts.Label(MigrationScripts.All[^1])} to come", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("systemctl restart dialin", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Equal(MigrationScripts.All.SkipLast(1), await database.ReadAsync(MigrationScripts.Applied, Token));
    }

    private static Task FillAsync(SqliteDatabase database, IReadOnlyList<string> scripts) => database.WriteAsync(
        (connection, transaction) =>
        {
            connection.Execute("INSERT INTO pins (pin, digits, state, shuffle, meeting_id, assigned_at) VALUES ('481205937', 9, 'assigned', 1, 'math-101', 1)", transaction: transaction);
            if (scripts.Count >= 2)
            {
                connection.Execute(
                    "INSERT INTO call_records (id, started_at, ended_at, trunk, called_number, caller, result, reason) VALUES ('call', 1, 2, 'carrier', '+4961511234567', '+49…34', 'Caller', 'NoPin')",
                    transaction: transaction);
            }

            return true;
        },
        Token);

    private SqliteDatabase Open() => new("Data Source=dialin.db", _folder.Path);
}
