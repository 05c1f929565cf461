using DialIn.Announcements;
using DialIn.Operations.Console;
using DialIn.Tests.Operations.Api;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Operations.Console;

/// <summary>One service for all tests of the console without a browser: its streams have a clock that tests move, and the announcements of one room have failed twice.</summary>
public sealed class ConsoleApiSite : IAsyncLifetime
{
    internal const string FailedRoom = "room-of-failures";
    internal const string InternalId = "0f4c5a6b-internal-id-of-failures";

    internal ApiSite Site { get; private set; } = null!;

    internal ObservedTime FeedTime { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Site = await ApiSite.StartAsync(services: services => services.AddSingleton(provider => new EventFeed(
            provider.GetRequiredService<ISnapshotSource>(), FeedTime, NullLogger<EventFeed>.Instance)));
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
        var opening = client.GetStreamAsync("/api/v1/events", cancel);
        while (!opening.IsCompleted)
        {
            FeedTime.Advance(EventFeed.Every);
            await Task.Yield();
        }

        var stream = new StreamReader(await opening);
        while (await stream.ReadLineAsync(cancel) != "event: state")
        {
            FeedTime.Advance(EventFeed.Every);
        }

        return stream;
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}
