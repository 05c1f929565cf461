using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace DialIn.Hosting;

/// <summary>What becomes of background services that fail.</summary>
internal static class WatchSetup
{
    /// <summary>A background service that fails begins again; it does not end the program.</summary>
    public static IServiceCollection AddServiceWatch(this IServiceCollection services) => services
        .Configure<HostOptions>(static host => host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore)
        .AddHostedService<ServiceWatch>();
}
