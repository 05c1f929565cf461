using DialIn.Hosting.Commands;
using DialIn.Storage;
using DialIn.Trunks;

namespace DialIn.Tests.Hosting;

/// <summary>What <c>dialin check</c> says of the node that registers an account.</summary>
public sealed class LeaseCheckTests : IDisposable
{
    private static readonly LeaseHolder Self = LeaseHolder.Own();

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task NoDatabase_AndNoLease_AreNothingToSay()
    {
        Assert.Empty(await FindAsync());
        Assert.False(File.Exists(_folder.File("dialin.db")));

        using var database = await OpenAsync();
        Assert.Empty(await FindAsync());
    }

    [Fact]
    public async Task Account_IsNamedWithItsNode_AndWhetherThatOneRuns()
    {
        using var database = await OpenAsync();
        var store = new SqliteLeaseStore(database);
        var until = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var other = Self with { Host = "node2", ProcessId = 1, Nonce = "other" };
        var held = await store.TakeAsync("sipgate", null, other.ToString(), until, Token);

        var finding = Assert.Single(await FindAsync());
        Assert.Equal((Verdict.Ok, "trunk sipgate, node"), (finding.Verdict, finding.Subject));
        Assert.Equal("node2/1 registers it, until 2024-10-04 00:00:00Z unless it goes on", finding.Text);

        var gone = await store.TakeAsync("sipgate", held, (other with { ProcessId = int.MaxValue }).ToString(), until, Token);
        Assert.Equal("node2/2147483647 registered it, and runs no more", Assert.Single(await FindAsync()).Text);

        await store.ReleaseAsync(gone, Token);
        Assert.Equal("no node registers it now", Assert.Single(await FindAsync()).Text);
    }

    private Task<IReadOnlyList<Finding>> FindAsync() => LeaseCheck.FindAsync(Settings.Documentation(_folder), Self, Token);

    private async Task<SqliteDatabase> OpenAsync()
    {
        var database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
        await database.MigrateAsync(Token);
        return database;
    }
}
