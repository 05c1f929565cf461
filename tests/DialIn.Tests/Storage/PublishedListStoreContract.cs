using System.Net;

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
        Assert.Empty(await store.FindAsync(List, Token));

        await store.KeepAsync(List, [IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/48")], DateTimeOffset.UnixEpoch, Token);
        Assert.Equal([IPNetwork.Parse("192.0.2.0/24"), IPNetwork.Parse("2001:db8::/48")], await (await fixture.OpenPublishedListsAsync()).FindAsync(List, Token));

        await store.KeepAsync(List, [IPNetwork.Parse("198.51.100.7/32")], DateTimeOffset.UnixEpoch, Token);
        Assert.Equal([IPNetwork.Parse("198.51.100.7/32")], await store.FindAsync(List, Token));
    }

    [Fact]
    public async Task AnotherPartOfTheSameDocument_IsAnotherList()
    {
        var store = await fixture.OpenPublishedListsAsync();
        await store.KeepAsync(List, [IPNetwork.Parse("192.0.2.0/24")], DateTimeOffset.UnixEpoch, Token);

        Assert.Empty(await store.FindAsync(new Uri("https://carrier.example/voice.json#/media"), Token));
    }
}

/// <summary>SQLite.</summary>
public class SqlitePublishedListStoreTests() : PublishedListStoreContract(new SqliteFixture());
