using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Operations.Alarms;
using DialIn.Operations.ProofCalls;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Trunks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Registers what places calls to ourselves.</summary>
internal static class ProofSetup
{
    /// <summary>Proof calls, on demand and scheduled.</summary>
    public static IServiceCollection AddProofCalls(this IServiceCollection services, DialInOptions options)
    {
        IReadOnlyList<string> numbers = [.. options.PhoneNumbers.Select(static number => number.Number)];
        return services
            .AddSingleton<OwnLoop>()
            .AddSingleton<ProofPins>()
            .AddSingleton<IProofPins>(static provider => provider.GetRequiredService<ProofPins>())
            .AddSingleton<ProofBook>()
            .AddSingleton<ProofWays>()
            .AddSingleton<IAlarmSource>(provider => new ProofAlarmSource(options.Trunks, provider.GetRequiredService<ProofBook>()))
            .AddSingleton<IProofCallStore, SqliteProofCallStore>()
            .AddSingleton(new ProofTargets(options.Trunks, options.PhoneNumbers))
            .AddSingleton(provider => new ProofCaller(
                provider.GetRequiredService<CallServices>(),
                provider.GetRequiredService<ProofWays>(),
                provider.GetRequiredService<ProofPins>(),
                provider.GetRequiredService<LiveCalls>(),
                new PinGenerator(options.Pins.Length, numbers)))
            .AddSingleton(provider => new ProofDesk(
                options.Trunks,
                provider.GetRequiredService<ProofCaller>(),
                provider.GetRequiredService<ProofBook>(),
                provider.GetRequiredService<IProofCallStore>(),
                options.Storage.KeepCallRecords,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ProofDesk>>()))
            .AddHostedService(provider => new ProofSchedule(
                options.Trunks,
                numbers,
                provider.GetRequiredService<ProofDesk>(),
                provider.GetRequiredService<ProofBook>(),
                provider.GetRequiredService<IProofCallStore>(),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ProofSchedule>>(),
                provider.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping));
    }
}
