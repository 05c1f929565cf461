namespace DialIn.Tests.Storage;

/// <summary>What every store of callers' names does.</summary>
public abstract class CallerNameStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Put_Again_ReplacesTheNameForEverybody()
    {
        var (one, other) = (await fixture.OpenCallerNamesAsync(), await fixture.OpenCallerNamesAsync());

        await one.PutAsync("aa", "Anna", Monday, Token);
        await one.PutAsync("bb", "Jürgen Groß", Monday, Token);
        await other.PutAsync("aa", "Anna Müller", Monday, Token);

        Assert.Equal("Anna Müller", await one.FindAsync("aa", Token));
        Assert.Equal("Jürgen Groß", await other.FindAsync("bb", Token));
        Assert.Null(await one.FindAsync("cc", Token));
    }

    [Fact]
    public async Task Delete_ForgetsOneName()
    {
        var names = await fixture.OpenCallerNamesAsync();
        await names.PutAsync("aa", "Anna", Monday, Token);
        await names.PutAsync("bb", "Bert", Monday, Token);

        Assert.True(await names.DeleteAsync("aa", Token));
        Assert.False(await names.DeleteAsync("aa", Token));
        Assert.Null(await names.FindAsync("aa", Token));
        Assert.Equal("Bert", await names.FindAsync("bb", Token));
    }

    [Fact]
    public async Task DeleteGivenBefore_CountsFromTheLastTime()
    {
        var names = await fixture.OpenCallerNamesAsync();
        await names.PutAsync("old", "Anna", Monday, Token);
        await names.PutAsync("again", "Bert", Monday, Token);
        await names.PutAsync("again", "Bert", Monday + TimeSpan.FromDays(1), Token);

        Assert.Equal(1, await names.DeleteGivenBeforeAsync(Monday + TimeSpan.FromMilliseconds(1), Token));
        Assert.Null(await names.FindAsync("old", Token));
        Assert.Equal("Bert", await names.FindAsync("again", Token));
    }
}
