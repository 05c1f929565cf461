using DialIn.Pins;
using DialIn.Storage;
using DialIn.Tests.Hosting;

namespace DialIn.Tests.Storage;

/// <summary>One database, several real processes.</summary>
public sealed class SeveralProcessesTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly string _config;

    public SeveralProcessesTests() => _config = _folder.Write("dialin.json", Settings.Documented);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Assign_SameRoomFromThreeProcessesAndThisOne_IsOnePin()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        var store = new SqlitePinStore(database, TimeSpan.FromDays(1), TimeProvider.System);
        await new PinGenerator(9).GenerateAsync(store, 100, Token);

        var others = Enumerable.Range(0, 3).Select(_ => DialInProcess.Start("pins", "assign", "room", "--config", _config)).ToList();
        var own = store.AssignAsync("room", Token);
        var pins = await Task.WhenAll(others.Select(static async process => (await process.OutputAsync(Token)).Split('\t')[1]));

        Assert.All(pins, pin => Assert.Equal(own.Result.Pin.Reveal(), pin));
        Assert.Equal(new PinPoolCounts(99, 1, 0), await store.CountAsync(Token));
        others.ForEach(static process => process.Dispose());
    }

    [Fact]
    public async Task Killed_WhileGenerating_LeavesWholeBatchesAndASoundFile()
    {
        using var database = Open();
        await database.MigrateAsync(Token);
        var store = new SqlitePinStore(database, TimeSpan.FromDays(1), TimeProvider.System);
        using var victim = DialInProcess.Start("pins", "generate", "--count", "10000000", "--config", _config);
        var deadline = TimeProvider.System.GetTimestamp();
        PinPoolCounts before;
        do
        {
            before = await store.CountAsync(Token);
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < Limits.Generous, "no PIN was generated");
        }
        while (before.Free == 0);

        victim.Kill();
        await victim.WaitForExitAsync(Token).WaitAsync(Limits.Generous, Token);

        using var after = Open();
        Assert.Equal(0, await after.MigrateAsync(Token));
        var left = await new SqlitePinStore(after, TimeSpan.FromDays(1), TimeProvider.System).CountAsync(Token);
        Assert.InRange(left.Free, before.Free, 10_000_000 - 1);
        Assert.Equal("ok", await after.ReadAsync(static c => Dapper.SqlMapper.ExecuteScalar<string>(c, "PRAGMA integrity_check"), Token));
        await store.AssignAsync("room", Token);
    }

    private SqliteDatabase Open() => new("Data Source=dialin.db", _folder.Path);
}
