using System.Net;
using DialIn.Sip.Locating;
using DialIn.Testing;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.Trunks;

/// <summary>From where calls of a trunk are admitted, while name servers change their minds or fail.</summary>
public sealed class TrunkAddressesTests
{
    private readonly ObservedTime _time = new();
    private readonly TrunkSources _sources = new();
    private readonly FakeLogger<TrunkAddresses> _log = new();
    private readonly ScriptedDns _dns = new(
        "_sip._udp.carrier.example 600 SRV 0 0 5060 edge.carrier.example", "edge.carrier.example 600 A 192.0.2.1", "proxy.example A 192.0.2.2", "registrar.example A 192.0.2.3")
    {
        NegativeLifetime = TimeSpan.FromMinutes(10),
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NetworksAndNames_AreAdmitted()
    {
        using var addresses = await StartAsync(Carrier("198.51.100.0/24", "carrier.example"));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(10), Token);

        Assert.Equal("carrier carrier - -", Who("198.51.100.7", "192.0.2.1", "192.0.2.2", "192.0.2.3"));
    }

    [Fact]
    public async Task RegistrarAndProxy_AreAdmitted()
    {
        using var addresses = await StartAsync(new TrunkOptions
        {
            Name = "carrier",
            Mode = TrunkMode.Register,
            Registrar = "sip:registrar.example",
            OutboundProxy = "sip:proxy.example:5080;transport=tcp",
        });
        await _time.TimerSetAsync(TimeSpan.FromMinutes(10), Token);

        Assert.Equal("- carrier carrier", Who("192.0.2.1", "192.0.2.2", "192.0.2.3"));
    }

    [Fact]
    public async Task Address_ThatMoved_IsAdmittedForADayMore()
    {
        using var addresses = await StartAsync(Carrier("carrier.example"));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(10), Token);
        _dns.Set("carrier.example 3600 A 192.0.2.9");
        await PassAsync(TimeSpan.FromMinutes(10));
        Assert.Equal("carrier carrier", Who("192.0.2.1", "192.0.2.9"));

        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromHours(23); passed += TimeSpan.FromMinutes(10))
        {
            await PassAsync(TimeSpan.FromMinutes(10));
        }

        Assert.Equal("carrier carrier", Who("192.0.2.1", "192.0.2.9"));
        for (var i = 0; i < 6; i++)
        {
            await PassAsync(TimeSpan.FromMinutes(10));
        }

        Assert.Equal("- carrier", Who("192.0.2.1", "192.0.2.9"));
    }

    [Fact]
    public async Task NameServersDown_NothingIsForgotten_AndOneLineSaysSo()
    {
        using var addresses = await StartAsync(Carrier("carrier.example"));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(10), Token);
        _dns.IsDown = true;
        _time.Advance(TimeSpan.FromDays(3));
        for (var i = 0; i < 5; i++)
        {
            await _time.TimerSetAsync(TimeSpan.FromSeconds(15), Token);
            Assert.Equal("carrier", Who("192.0.2.1"));
            _time.Advance(TimeSpan.FromSeconds(15));
        }

        Assert.Equal(3120, Assert.Single(_log.Collector.GetSnapshot()).Id.Id);
        await _time.TimerSetAsync(TimeSpan.FromSeconds(15), Token);
        _dns.IsDown = false;
        _time.Advance(TimeSpan.FromSeconds(15));
        await _time.TimerSetAsync(TimeSpan.FromMinutes(10), Token);
        Assert.Equal("carrier", Who("192.0.2.1"));
    }

    [Fact]
    public async Task RegistrarThatAnswered_IsAdmittedAtOnce()
    {
        var trunk = Carrier("198.51.100.0/24");
        using var addresses = await StartAsync(trunk);
        addresses.Seen(trunk, [IPAddress.Parse("192.0.2.77")]);

        Assert.Equal("carrier carrier", Who("192.0.2.77", "198.51.100.1"));
    }

    [Fact]
    public void MoreAddressesThanACarrierHas_TheLatestAreKept()
    {
        var remembered = RememberedAddresses.None;
        for (var i = 0; i < 1_000; i++)
        {
            remembered = remembered.Seen([new IPAddress(0x0A000000 + i)], new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddSeconds(i));
        }

        Assert.Equal(256, remembered.All.Count());
        Assert.Contains(new IPAddress(0x0A000000 + 999), remembered.All);
    }

    private static TrunkOptions Carrier(params string[] sources) => new()
    {
        Name = "carrier",
        AllowedSources = [.. sources.Select(source => IPNetwork.TryParse(source, out var network) ? new AllowedSource(network, null) : new AllowedSource(null, source))],
    };

    private async Task<TrunkAddresses> StartAsync(TrunkOptions trunk)
    {
        var addresses = new TrunkAddresses([trunk], _sources, new ServerFinder(_dns), Lists.None, _time, _log);
        await addresses.StartAsync(Token);
        return addresses;
    }

    private async Task PassAsync(TimeSpan time)
    {
        _time.Advance(time);
        await _time.TimerSetAsync(TimeSpan.FromMinutes(10), Token);
    }

    private string Who(params string[] addresses) => string.Join(' ', addresses.Select(address => _sources.TrunkOf(IPAddress.Parse(address)) ?? "-"));
}
