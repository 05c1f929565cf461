using DialIn.Calls;
using DialIn.Storage;
using DialIn.Tests.Service;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Storage;

public sealed class CallerNameRetentionTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Name_ThatNobodyHasGivenForLong_IsDeleted()
    {
        await using var fixture = new SqliteFixture();
        var names = new SqliteCallerNameStore(await fixture.OpenAsync());
        await names.PutAsync("old", "Anna", Start - TimeSpan.FromDays(31), Token);
        await names.PutAsync("new", "Bert", Start - TimeSpan.FromDays(29), Token);
        var log = new FakeLogger<CallerNameRetention>();
        using var retention = new CallerNameRetention(names, new CallerNamesOptions { Keep = TimeSpan.FromDays(30) }, new FakeTimeProvider(Start), log);

        await retention.StartAsync(Token);
        await log.Collector.WaitAsync(static entry => entry.Id.Id == 4020, Token);
        await retention.StopAsync(Token);

        Assert.Null(await names.FindAsync("old", Token));
        Assert.Equal("Bert", await names.FindAsync("new", Token));
    }
}
