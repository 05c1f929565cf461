using DialIn.Hosting.Configuration;
using DialIn.Sip.Locating;
using DialIn.Trunks;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Hosting;

/// <summary>Puts together who is asked for names.</summary>
internal static class NameSetup
{
    /// <summary>Registers it; <c>serve</c> and <c>check</c> ask the same.</summary>
    public static IServiceCollection AddNames(this IServiceCollection services, SipOptions sip) => services
        .AddSingleton<IDnsQueries>(provider =>
        {
            var time = provider.GetRequiredService<TimeProvider>();
            var nameServers = new NameServers(sip.NameServers, time);
            return new CachedDns(new HostNames(new HostsFile(), nameServers, sip.NameServers.Count > 0 ? null : new SystemNames()), time);
        })
        .AddSingleton<ServerFinder>();
}
