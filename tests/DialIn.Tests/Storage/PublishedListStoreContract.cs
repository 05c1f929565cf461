using System.Net;
using Dapper;
using DialIn.Storage;

namespace DialIn.Tests.Storage;

/// <summary>What every store of published lists does.</summary>
public abstract class PublishedListStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly Uri List = new("https://carrier.example/voice.json#/inbound/signaling");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task List_IsKeptForTheNextStart_AndReplacedAsAWhole()
    {
        var store = await fixture.OpenPublishedListsAsync();
        Assert.Null(await store.FindAsync(List, Token));

        await store.KeepAsync(List, [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/48")], DateTimeOffset.UnixEpoch, Token);
        Assert.Equal([IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/48")], (await (await fixture.OpenPublishedListsAsync()).FindAsync(List, Token))!.Networks);

        await store.KeepAsync(List, [IPNetwork.Parse("198.51.100.7/32")], DateTimeOffset.UnixEpoch.AddHours(1), Token);
        var kept = await store.FindAsync(List, Token);
        Assert.Equal([IPNetwork.Parse("198.51.100.7/32")], kept!.Networks);
        Assert.Equal(DateTimeOffset.UnixEpoch.AddHours(1), kept.ReadAt);
    }

    [Fact]
    public async Task Deletion_TakesTheOldOnes_ThatNobodyNames()
    {
        var store = await fixture.OpenPublishedListsAsync();
        var (old, young) = (new Uri("https://other.example/old.json"), new Uri("https://other.example/young.json"));
        var moment = DateTimeOffset.UnixEpoch.AddDays(30);
        foreach (var (list, at) in new[] { (List, DateTimeOffset.UnixEpoch), (old, DateTimeOffset.UnixEpoch), (young, moment) })
        {
            await store.KeepAsync(list, [IPNetwork.Parse("192.0.2.0/24")], at, Token);
        }

        Assert.Equal(1, await store.DeleteBeforeAsync(moment, [List], Token));
        Assert.Null(await store.FindAsync(old, Token));
        Assert.NotNull(await store.FindAsync(List, Token));
        Assert.NotNull(await store.FindAsync(young, Token));
        Assert.Equal(1, await store.DeleteBeforeAsync(moment, [], Token));
    }

    [Fact]
    public async Task AnotherPartOfTheSameDocument_IsAnotherList()
    {
        var store = await fixture.OpenPublishedListsAsync();
        await store.KeepAsync(List, [IPNetwork.Parse("192.0.2.0/24")], DateTimeOffset.UnixEpoch, Token);

        Assert.Null(await store.FindAsync(new Uri("https://carrier.example/voice.json#/media"), Token));
    }
}

/// <summary>SQLite.</summary>
public class SqlitePublishedListStoreTests() : PublishedListStoreContract(new SqliteFixture())
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("192.0.2.0/24 somewhere", 0)]
    [InlineData("192.0.2.0/33", 0)]
    [InlineData("192.0.2.0/24", long.MaxValue)]
    [InlineData("192.0.2.0/24", long.MinValue)]
    public async Task List_ThatSomebodyElseBroke_IsNotKept_UntilItIsReadAgain(string networks, long readAt)
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = new SqliteFixture();
        var database = await fixture.OpenAsync();
        var store = new SqlitePublishedListStore(database);
        var list = new Uri("https://carrier.example/voice.json");
        await store.KeepAsync(list, [IPNetwork.Parse("192.0.2.0/24")], DateTimeOffset.UnixEpoch, token);
        await database.WriteAsync(
            (connection, transaction) => connection.Execute("UPDATE published_lists SET networks = @Networks, read_at = @ReadAt", new { Networks = networks, ReadAt = readAt }, transaction), token);

        Assert.Null(await store.FindAsync(list, token));

        await store.KeepAsync(list, [IPNetwork.Parse("198.51.100.0/24")], DateTimeOffset.UnixEpoch, token);
        Assert.Equal([IPNetwork.Parse("198.51.100.0/24")], (await store.FindAsync(list, token))!.Networks);
    }
}
