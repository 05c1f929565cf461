using DialIn.Trunks;

namespace DialIn.Tests.Storage;

/// <summary>What every store of leases does.</summary>
public abstract class LeaseStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly DateTimeOffset Until = DateTimeOffset.UnixEpoch.AddDays(20_000);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Take_OfAFreeOne_IsSeenByTheOtherNode()
    {
        var (one, other) = (await fixture.OpenLeasesAsync(), await fixture.OpenLeasesAsync());
        Assert.Empty(await one.ReadAsync(Token));

        var taken = await one.TakeAsync("carrier", null, "a", Until, Token);

        Assert.Equal(new Lease("carrier", "a", 1, Until), taken);
        Assert.Equal(taken, (await other.ReadAsync(Token))["carrier"]);
    }

    [Fact]
    public async Task Take_OfOneThatHasChanged_ChangesNothing()
    {
        var (one, other) = (await fixture.OpenLeasesAsync(), await fixture.OpenLeasesAsync());
        var first = await one.TakeAsync("carrier", null, "a", Until, Token);
        Assert.Equal(first, await other.TakeAsync("carrier", null, "b", Until, Token));

        var renewed = await one.TakeAsync("carrier", first, "a", Until.AddSeconds(5), Token);
        Assert.Equal(first with { Until = Until.AddSeconds(5) }, renewed);
        Assert.Equal(renewed, await other.TakeAsync("carrier", first, "b", Until, Token));

        var overtaken = await other.TakeAsync("carrier", renewed, "b", Until.AddSeconds(9), Token);
        Assert.Equal(("b", 2L), (overtaken.Holder, overtaken.Fence));
        Assert.Equal(overtaken, await one.TakeAsync("carrier", renewed, "a", Until.AddSeconds(10), Token));
    }

    [Fact]
    public async Task Renewal_IsSeen_WhateverTheClockSays()
    {
        var store = await fixture.OpenLeasesAsync();
        var first = await store.TakeAsync("carrier", null, "a", Until, Token);

        var renewed = await store.TakeAsync("carrier", first, "a", Until.AddHours(-1), Token);

        Assert.True(renewed.Until > first.Until);
        Assert.Equal(first.Fence, renewed.Fence);
    }

    [Fact]
    public async Task OnesOwn_IsRenewed_HoweverItWasSeen()
    {
        var store = await fixture.OpenLeasesAsync();
        var first = await store.TakeAsync("carrier", null, "a", Until, Token);
        var second = await store.TakeAsync("carrier", first, "a", Until.AddSeconds(5), Token);

        // The answer to the second one was lost.
        var third = await store.TakeAsync("carrier", first, "a", Until.AddSeconds(5), Token);

        Assert.True(third.Until > second.Until);
        Assert.Equal(third, (await store.ReadAsync(Token))["carrier"]);
    }

    [Fact]
    public async Task Release_OfOneThatWasRenewedSince_ChangesNothing()
    {
        var store = await fixture.OpenLeasesAsync();
        var first = await store.TakeAsync("carrier", null, "a", Until, Token);
        var second = await store.TakeAsync("carrier", first, "a", Until.AddSeconds(5), Token);

        await store.ReleaseAsync(first, Token);

        Assert.Equal(second, (await store.ReadAsync(Token))["carrier"]);
    }

    [Fact]
    public async Task Release_IsOfOnesOwnAlone_AndKeepsTheFence()
    {
        var store = await fixture.OpenLeasesAsync();
        var first = await store.TakeAsync("carrier", null, "a", Until, Token);
        var second = await store.TakeAsync("carrier", first, "b", Until, Token);

        await store.ReleaseAsync(first, Token);
        Assert.Equal(second, (await store.ReadAsync(Token))["carrier"]);

        await store.ReleaseAsync(second, Token);
        var free = (await store.ReadAsync(Token))["carrier"];
        Assert.Equal(second with { Holder = null }, free);
        Assert.Equal(3, (await store.TakeAsync("carrier", free, "a", Until, Token)).Fence);
    }

    [Fact]
    public async Task Take_OfManyNodesAtOnce_IsOnesAlone()
    {
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => fixture.OpenLeasesAsync()));

        var taken = await Task.WhenAll(stores.SelectMany((store, node) => Enumerable.Range(0, 10).Select(_ => store.TakeAsync("carrier", null, $"node {node}", Until, Token))));

        Assert.Single(taken.Select(static lease => (lease.Holder, lease.Fence)).Distinct());
        Assert.Equal(1, taken[0].Fence);
    }
}

/// <summary>The contract, on SQLite.</summary>
public class SqliteLeaseStoreTests() : LeaseStoreContract(new SqliteFixture());
