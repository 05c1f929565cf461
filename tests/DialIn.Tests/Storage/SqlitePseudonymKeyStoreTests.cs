using DialIn.Storage;

namespace DialIn.Tests.Storage;

public class SqlitePseudonymKeyStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_Is32Bytes_AndTheSameForEverybody()
    {
        using var folder = new TestFolder();
        using var first = new SqliteDatabase("Data Source=dialin.db", folder.Path);
        using var second = new SqliteDatabase("Data Source=dialin.db", folder.Path);
        await first.MigrateAsync(Cancel);

        var keys = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(i => new SqlitePseudonymKeyStore(i % 2 == 0 ? first : second).GetOrCreateAsync(Cancel)));

        Assert.Equal(32, keys[0].Length);
        Assert.All(keys, key => Assert.Equal(keys[0], key));
    }

    [Fact]
    public async Task Keys_OfTwoDatabases_Differ()
    {
        using var folder = new TestFolder();
        using var one = new SqliteDatabase("Data Source=one.db", folder.Path);
        using var other = new SqliteDatabase("Data Source=other.db", folder.Path);
        await one.MigrateAsync(Cancel);
        await other.MigrateAsync(Cancel);

        Assert.NotEqual(await new SqlitePseudonymKeyStore(one).GetOrCreateAsync(Cancel), await new SqlitePseudonymKeyStore(other).GetOrCreateAsync(Cancel));
    }
}
