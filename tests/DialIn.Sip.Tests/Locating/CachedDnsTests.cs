using DialIn.Sip.Locating;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Locating;

public sealed class CachedDnsTests
{
    private static readonly DnsQuestion Question = new("a.example", DnsRecordType.A);

    private readonly FakeTimeProvider _time = new();
    private readonly ScriptedDns _server = new("a.example 300 A 192.0.2.1");
    private readonly CachedDns _dns;

    public CachedDnsTests() => _dns = new CachedDns(_server, _time);

    [Fact]
    public async Task Answer_HoldsForItsLifetime()
    {
        Assert.Equal(TimeSpan.FromSeconds(300), (await AskAsync()).TimeToLive);
        _time.Advance(TimeSpan.FromSeconds(299));
        Assert.Equal(TimeSpan.FromSeconds(1), (await AskAsync()).TimeToLive);
        Assert.Single(_server.Asked);

        _time.Advance(TimeSpan.FromSeconds(1));
        await AskAsync();
        Assert.Equal(2, _server.Asked.Count);
    }

    [Theory]
    [InlineData("a.example 0 A 192.0.2.1", 10)]
    [InlineData("a.example 604800 A 192.0.2.1", 3600)]
    [InlineData("a.example 2147483647 A 192.0.2.1", 3600)]
    public async Task Lifetime_IsBounded(string record, int seconds)
    {
        _server.Set(record);
        Assert.Equal(TimeSpan.FromSeconds(seconds), (await AskAsync()).TimeToLive);
    }

    [Fact]
    public async Task NoSuchRecord_IsRememberedForAMinuteAtMost()
    {
        _server.Set();
        _server.NegativeLifetime = TimeSpan.FromDays(1);
        Assert.Empty((await AskAsync()).Records);
        _server.Set("a.example A 192.0.2.1");
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.Empty((await AskAsync()).Records);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single((await AskAsync()).Records);
    }

    [Fact]
    public async Task NameServerDown_TheLastAnswerHoldsOnForADay()
    {
        await AskAsync();
        _server.IsDown = true;
        _time.Advance(TimeSpan.FromHours(23));
        Assert.Single((await AskAsync()).Records);

        _time.Advance(TimeSpan.FromHours(2));
        Assert.True((await AskAsync()).IsFailure);
    }

    [Fact]
    public async Task NameServerDown_IsAskedAgainAfterFifteenSeconds()
    {
        await AskAsync();
        _server.IsDown = true;
        _time.Advance(TimeSpan.FromSeconds(300));
        await AskAsync();
        _time.Advance(TimeSpan.FromSeconds(14));
        await AskAsync();
        Assert.Equal(2, _server.Asked.Count);

        _server.IsDown = false;
        _server.Set("a.example A 192.0.2.7");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("192.0.2.7", Assert.IsType<DnsRecord.Address>(Assert.Single((await AskAsync()).Records)).Value.ToString());
    }

    [Fact]
    public async Task NameServerDown_NothingKnown_IsNotAskedForEachCall()
    {
        _server.IsDown = true;
        for (var i = 0; i < 100; i++)
        {
            Assert.True((await AskAsync()).IsFailure);
        }

        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task Names_DifferInCaseAndLastDotOnly_AreOne()
    {
        await AskAsync();
        await _dns.QueryAsync(new DnsQuestion("A.Example.", DnsRecordType.A), CancellationToken.None);
        Assert.Single(_server.Asked);
    }

    [Fact]
    public async Task ManyNames_DoNotFillTheMemory()
    {
        for (var i = 0; i < 10_000; i++)
        {
            await _dns.QueryAsync(new DnsQuestion($"n{i}.example", DnsRecordType.A), CancellationToken.None);
        }

        Assert.InRange(_dns.Count, 1, 2_000);
    }

    private ValueTask<DnsAnswer> AskAsync() => _dns.QueryAsync(Question, CancellationToken.None);
}
