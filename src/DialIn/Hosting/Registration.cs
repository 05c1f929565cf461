using DialIn.Announcements;
using DialIn.BigBlueButton;
using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DialIn.Hosting;

/// <summary>Registers what knows PINs and meetings. The database has to be migrated before anything uses it.</summary>
internal static class Registration
{
    /// <summary>PINs, call records and their retention.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var options = configuration.Options;
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddSingleton(options.Storage)
            .AddSingleton(_ => new SqliteDatabase(options.Storage.ConnectionString, configuration.BaseFolder))
            .AddSingleton<PinDirectory>()
            .AddPool(options)
            .AddSingleton<ICallRecordStore, SqliteCallRecordStore>()
            .AddSingleton<IAnnouncementStore, SqliteAnnouncementStore>()
            .AddHostedService<CallRecordRetention>()
            .AddHostedService<DatabaseCopyRetention>()
            .AddSingleton<ICallerNameStore, SqliteCallerNameStore>()
            .AddSingleton(options.CallerNames)
            .AddHostedService<CallerNameRetention>()
            .AddCredentials(configuration);
    }

    /// <summary>The meeting directory and the polling that keeps it fresh.</summary>
    public static IServiceCollection AddMeetings(this IServiceCollection services, LoadedConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddBbbApiClient()
            .AddSingleton(configuration.Options.Servers)
            .AddSingleton<ServerSecrets>()
            .AddServerCredentials(configuration.Options.Servers)
            .AddSingleton<MeetingDirectory>()
            .AddHostedService<MeetingPoller>();
    }
}
