using System.Runtime.CompilerServices;
using DialIn.Announcements;
using DialIn.Operations.Console;
using DialIn.Testing;
using DialIn.Tests.Operations.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Console;

/// <summary>One service for all tests of the console without a browser: its streams have a clock that tests move, and the announcements of one room have failed twice.</summary>
public sealed class ConsoleApiSite : IAsyncLifetime
{
    internal const string FailedRoom = "room-of-failures";
    internal const string InternalId = "0f4c5a6b-internal-id-of-failures";

    private readonly FakeTimeProvider _feedTime = new();

    internal ApiSite Site { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Site = await ApiSite.StartAsync(services: services => services.AddSingleton(provider => new EventFeed(
            provider.GetRequiredService<ISnapshotSource>(), _feedTime, NullLogger<EventFeed>.Instance)));
        var store = Site.Service.Application.Services.GetRequiredService<IAnnouncementStore>();
        foreach (var run in new[] { "1", "2" })
        {
            await store.RecordAsync(
                new Announcement(FailedRoom, $"{InternalId}-{run}", "bbb1", AnnouncementWay.ModeratorChat, TimeProvider.System.GetUtcNow(), AnnouncementOutcome.Refused), TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Opens a stream: its clock goes on until it has come to the first state.</summary>
    internal async Task<StreamReader> WatchAsync(HttpClient client, CancellationToken cancel)
    {
        var stream = new StreamReader(await PassUntilAsync(client.GetStreamAsync("/api/v1/events", cancel), EventFeed.Every, cancel));
        while (await PassUntilAsync(stream.ReadLineAsync(cancel).AsTask(), EventFeed.Every, cancel) != "event: state")
        {
            // Another line, such as of a heartbeat.
        }

        return stream;
    }

    /// <summary>Waits for what a stream gives: its clock goes on until then, by so much each time.</summary>
    internal async Task<T> PassUntilAsync<T>(Task<T> given, TimeSpan step, CancellationToken cancel, [CallerArgumentExpression(nameof(given))] string awaited = "")
    {
        await Waiting.UntilAsync(
            () =>
            {
                _feedTime.Advance(step);
                return given.IsCompleted;
            },
            cancel,
            awaited);
        return await given;
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
