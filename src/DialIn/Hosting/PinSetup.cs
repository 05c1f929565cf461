using DialIn.Hosting.Configuration;
using DialIn.Pins;
using DialIn.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Registers what keeps the pool of PINs, and what keeps guessers from it.</summary>
internal static class PinSetup
{
    /// <summary>The upkeep of the pool, and the count of wrong PINs.</summary>
    public static IServiceCollection AddPool(this IServiceCollection services, DialInOptions options) => services
        .AddSingleton(options.Pins)
        .AddSingleton<PinMeters>()
        .AddSingleton(Generator(options))
        .AddSingleton(provider => new SqlitePinStore(
            provider.GetRequiredService<SqliteDatabase>(), options.Pins.Quarantine, provider.GetRequiredService<TimeProvider>()))
        .AddSingleton(provider => new RefillingPinStore(
            provider.GetRequiredService<SqlitePinStore>(),
            provider.GetRequiredService<SqlitePinStore>(),
            provider.GetRequiredService<PinGenerator>(),
            RefillingPinStore.RefillOf(options.Pins),
            provider.GetRequiredService<ILogger<RefillingPinStore>>()))
        .AddSingleton<IPinStore>(static provider => provider.GetRequiredService<RefillingPinStore>())
        .AddSingleton<IReservationStore>(static provider => provider.GetRequiredService<RefillingPinStore>())
        .AddSingleton<IPinPool>(provider => new SqlitePinPool(
            provider.GetRequiredService<SqliteDatabase>(), options.Pins.Quarantine, provider.GetRequiredService<TimeProvider>()))
        .AddHostedService(provider => new PoolKeeper(
            provider.GetRequiredService<IPinStore>(),
            provider.GetRequiredService<IPinPool>(),
            provider.GetRequiredService<PinGenerator>(),
            options.Pins,
            provider.GetRequiredService<PinMeters>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<PoolKeeper>>()))
        .AddSingleton(GuessingLimits.Of(options.Pins))
        .AddSingleton<FailureLedger>()
        .AddSingleton<IFailureStore, SqliteFailureStore>()
        .AddHostedService<FailureSync>();

    /// <summary>What makes PINs, for the service and for the verbs alike.</summary>
    public static PinGenerator Generator(DialInOptions options) => new(options.Pins.Length, options.PhoneNumbers.Select(static number => number.Number));
}
