using DialIn.Pins;

namespace DialIn.Tests.Storage;

/// <summary>What every store of wrong PINs does.</summary>
public abstract class FailureStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Add_FromTwoNodes_AddsUp()
    {
        var (one, other) = (await fixture.OpenFailuresAsync(), await fixture.OpenFailuresAsync());

        await one.AddAsync(Counts(("all", 7, 3), ("trunk/a", 7, 3)), 0, Token);
        var all = await other.AddAsync(Counts(("all", 7, 2), ("all", 8, 1)), 0, Token);

        Assert.Equal(Counts(("all", 7, 5), ("all", 8, 1), ("trunk/a", 7, 3)), all);
        Assert.Equal(all, await one.AddAsync(Counts(), 0, Token));
    }

    [Fact]
    public async Task Add_FromManyThreadsOfTwoNodes_LosesNothing()
    {
        var stores = new[] { await fixture.OpenFailuresAsync(), await fixture.OpenFailuresAsync() };

        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => stores[i % 2].AddAsync(Counts(("all", 7, 1), ($"trunk/{i % 3}", 7, 1)), 0, Token)));

        Assert.Equal(
            Counts(("all", 7, 60), ("trunk/0", 7, 20), ("trunk/1", 7, 20), ("trunk/2", 7, 20)),
            await stores[0].AddAsync(Counts(), 0, Token));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task OldSteps_AreForgotten_WhetherThereIsSomethingNewOrNot(bool isSomethingNew)
    {
        var store = await fixture.OpenFailuresAsync();
        await store.AddAsync(Counts(("caller/1", 5, 1), ("all", 6, 1), ("all", 7, 1)), 0, Token);

        await store.AddAsync(isSomethingNew ? Counts(("all", 3, 9), ("all", 7, 1)) : Counts(), 6, Token);

        Assert.Equal(Counts(("all", 6, 1), ("all", 7, isSomethingNew ? 2 : 1)), await store.AddAsync(Counts(), 0, Token));
    }

    [Fact]
    public async Task ManyAtOnce_AllArrive()
    {
        var store = await fixture.OpenFailuresAsync();
        var many = Counts([.. Enumerable.Range(0, 1_234).Select(static i => ($"caller/{i}", 7L, 1 + (i % 3)))]);
        Assert.Equal(many, await store.AddAsync(many, 0, Token));
    }

    private static Dictionary<FailureKey, int> Counts(params (string Subject, long Step, int Count)[] counts) =>
        counts.ToDictionary(static entry => new FailureKey(entry.Subject, entry.Step), static entry => entry.Count);
}

/// <summary>The contract, on SQLite.</summary>
public class SqliteFailureStoreTests() : FailureStoreContract(new SqliteFixture());
