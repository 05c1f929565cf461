using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Hooks;
using DialIn.BigBlueButton.Redis;
using DialIn.Hosting.Configuration;
using DialIn.Meetings;
using DialIn.Operations;
using DialIn.Pins;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Registers what tells the people of meetings number and PIN.</summary>
internal static class AnnouncementSetup
{
    /// <summary>For each server its ways, its Redis and its webhooks. The texts are registered elsewhere.</summary>
    public static IServiceCollection AddAnnouncements(this IServiceCollection services, LoadedConfiguration configuration)
    {
        services
            .AddSingleton<AnnouncementMeters>()
            .AddSingleton<BbbCalls>()
            .AddSingleton(provider => new ServerLines(
                [.. configuration.Options.Servers.Select(server => LineOf(server, configuration.BaseFolder, provider))],
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ServerLines>>()))
            .AddSingleton<AnnouncementOverview>()
            .AddSingleton<HookEndpoint>()
            .AddHostedService(static provider =>
            {
                provider.GetRequiredService<AnnouncementMeters>().Observe(provider.GetRequiredService<AnnouncementOverview>().CountMissing);
                return provider.GetRequiredService<ServerLines>();
            });
        foreach (var server in configuration.Options.Servers.Where(static server => server.Hooks.CallbackUrl is not null))
        {
            // Not AddHostedService: that would take the second server's for the first one's.
            services.AddSingleton<IHostedService>(provider => new HookRegistrar(
                server, provider.GetRequiredService<BbbCalls>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<HookRegistrar>>()));
        }

        return services;
    }

    private static ServerLine LineOf(ServerOptions server, string baseFolder, IServiceProvider provider)
    {
        var meetings = provider.GetRequiredService<MeetingDirectory>();
        var texts = provider.GetRequiredService<DialInTexts>();
        var time = provider.GetRequiredService<TimeProvider>();
        var redis = server.Announce.Redis is null
            ? null
            : new RedisConnection(server, baseFolder, meetings, time, provider.GetRequiredService<ILogger<RedisConnection>>());
        var chat = redis is null ? null : new RedisModeratorChat(redis, texts, server.Announce, time);
        IAnnouncer[] ways = [.. chat is null ? Array.Empty<IAnnouncer>() : [chat], new PublicHint(server, provider.GetRequiredService<BbbCalls>(), texts)];
        var announcer = new ServerAnnouncer(
            server.Name,
            new AnnouncementRules { ModeratorChat = redis is not null, PublicHint = server.Announce.PublicHint },
            ways,
            provider.GetRequiredService<IPinStore>(),
            provider.GetRequiredService<IAnnouncementStore>(),
            meetings,
            provider.GetRequiredService<AnnouncementMeters>(),
            time,
            provider.GetRequiredService<ILogger<ServerAnnouncer>>());
        redis?.Attach(announcer, chat!);
        return new ServerLine(server, announcer, redis);
    }
}
