using System.Net;
using System.Threading.Channels;
using DialIn.Pins;
using DialIn.Trunks;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Trunks;

/// <summary>What is forgotten of lists, and when.</summary>
public sealed class PublishedListRetentionTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly AllowedSource First = new(null, null, new Uri("https://carrier.example/first.json"));
    private static readonly AllowedSource Second = new(null, null, new Uri("https://carrier.example/second.json"));

    private readonly FakeTimeProvider _time = new(Start);
    private readonly Deletions _store = new();
    private readonly TrunkOptions _trunk = new() { Name = "carrier", AllowedSources = [First] };
    private readonly PublishedListRetention _retention;

    public PublishedListRetentionTests() => _retention = new PublishedListRetention([_trunk, new() { Name = "other" }], Lists.Reader(_time, _store), _time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _retention.Dispose();

    [Fact]
    public async Task Started_AtOnceAndEveryDay_SparesWhatTheTrunksNameThen()
    {
        await _retention.StartAsync(Token);
        Assert.Equal((Start.AddDays(-30), "https://carrier.example/first.json"), await _store.NextAsync(Token));

        _trunk.AllowedSources = [Second];
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal((Start.AddDays(-29), "https://carrier.example/second.json"), await _store.NextAsync(Token));

        await _retention.StopAsync(Token);
    }

    [Fact]
    public async Task Store_ThatDoesNotAnswer_IsAskedTheNextDay()
    {
        _store.IsBusy = true;
        await _retention.StartAsync(Token);
        await _store.NextAsync(Token);

        _store.IsBusy = false;
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Start.AddDays(-29), (await _store.NextAsync(Token)).Before);

        await _retention.StopAsync(Token);
    }

    private sealed class Deletions : IPublishedListStore
    {
        private readonly Channel<(DateTimeOffset, string)> _asked = Channel.CreateUnbounded<(DateTimeOffset, string)>();

        public bool IsBusy { get; set; }

        public Task<(DateTimeOffset Before, string Besides)> NextAsync(CancellationToken cancellationToken) =>
            _asked.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Limits.Generous, cancellationToken);

        public Task<KeptList?> FindAsync(Uri list, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task KeepAsync(Uri list, IReadOnlyList<IPNetwork> networks, DateTimeOffset at, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> DeleteBeforeAsync(DateTimeOffset moment, IReadOnlyCollection<Uri> besides, CancellationToken cancellationToken)
        {
            var isBusy = IsBusy;
            _asked.Writer.TryWrite((moment, string.Join(' ', besides)));
            return isBusy ? throw new StoreUnavailableException("busy") : Task.FromResult(0);
        }
    }
}
