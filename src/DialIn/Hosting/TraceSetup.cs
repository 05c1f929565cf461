using DialIn.Calls;
using DialIn.Hosting.Configuration;
using DialIn.Operations.Traces;
using DialIn.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Registers what sees the SIP messages of calls.</summary>
internal static class TraceSetup
{
    /// <summary>Ladders of the latest calls, and traces of those that an operator asks for.</summary>
    public static IServiceCollection AddTraces(this IServiceCollection services, LoadedConfiguration configuration)
    {
        var options = configuration.Options;
        return services
            .AddSingleton<TraceDesk>()
            .AddSingleton(new MessageMask(new AddressMask(options.PhoneNumbers.Select(static number => number.Number))))
            .AddSingleton(provider => new TraceFiles(
                options.Trace.Folder is { } folder
                    ? Path.Combine(configuration.BaseFolder, folder)
                    : Path.Combine(Path.GetDirectoryName(provider.GetRequiredService<SqliteDatabase>().FilePath)!, "traces"),
                options.Trace.Keep,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<TraceFiles>>()))
            .AddSingleton(provider => new CallLadders(
                provider.GetRequiredService<MessageMask>(),
                provider.GetRequiredService<TraceDesk>(),
                provider.GetRequiredService<TraceFiles>(),
                options.Storage.KeepCallRecords,
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<ISipLegs>(static provider => provider.GetRequiredService<CallLadders>())
            .AddHostedService(static provider => provider.GetRequiredService<TraceFiles>())
            .AddHostedService<TraceRetention>()
            .AddHostedService<LadderRetention>();
    }
}
