using DialIn.Hosting.Configuration;
using DialIn.Trunks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Puts the door together: who may come in, how much of it, and what is told of the rest.</summary>
internal static class EntrySetup
{
    /// <summary>Registers <see cref="TrunkEntry"/> and what it needs.</summary>
    public static IServiceCollection AddTrunkEntry(this IServiceCollection services, DialInOptions options) => services
        .AddSingleton<TrafficSummary>()
        .AddHostedService(static provider => provider.GetRequiredService<TrafficSummary>())
        .AddSingleton(provider => new QuietTrunks(options.Trunks, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<QuietTrunks>>()))
        .AddHostedService(static provider => provider.GetRequiredService<QuietTrunks>())
        .AddSingleton(provider => new IncomingCredentials(options.Trunks, provider.GetRequiredService<ITrunkSecrets>()))
        .AddSingleton(provider => new TrunkEntry(
            options.Trunks,
            provider.GetRequiredService<TrunkSources>(),
            options.Sip.Strangers,
            provider.GetRequiredService<IncomingCredentials>(),
            new CallRates(options.Trunks, options.Sip.MaxCallsPerSecond, provider.GetRequiredService<TimeProvider>()),
            provider.GetRequiredService<TrafficSummary>(),
            provider.GetRequiredService<TimeProvider>()));
}
