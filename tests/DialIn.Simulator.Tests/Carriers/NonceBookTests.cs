using DialIn.Simulator.Carriers;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Simulator.Tests.Carriers;

public class NonceBookTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Nonce_IsGoodForRisingCounts_UntilItIsOld()
    {
        var book = new NonceBook(_time, TimeSpan.FromSeconds(10));
        var nonce = book.Issue();
        Assert.True(book.TryUse(nonce, 1));
        Assert.False(book.TryUse(nonce, 1));
        Assert.True(book.TryUse(nonce, 3));
        Assert.False(book.TryUse(nonce, 2));
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.False(book.TryUse(nonce, 4));
    }

    [Fact]
    public void Nonce_WithoutCount_IsGoodOnce()
    {
        var book = new NonceBook(_time, TimeSpan.FromSeconds(10));
        var nonce = book.Issue();
        Assert.True(book.TryUse(nonce, null));
        Assert.False(book.TryUse(nonce, null));
    }

    [Fact]
    public void Nonces_AreAllDifferent_AndOthersAreRefused()
    {
        var book = new NonceBook(_time, TimeSpan.FromSeconds(10));
        Assert.Equal(100, Enumerable.Range(0, 100).Select(_ => book.Issue()).Distinct().Count());
        Assert.False(book.TryUse("other", 1));
    }
}
