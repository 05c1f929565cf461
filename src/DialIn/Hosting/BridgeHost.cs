using DialIn.Hosting.Configuration;
using DialIn.Hosting.Reload;
using DialIn.Ivr;
using DialIn.Operations;
using DialIn.Operations.Api;
using DialIn.Operations.Console;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>The running program: a web application for probes and status, with the bridge as hosted services.</summary>
internal static class BridgeHost
{
    /// <summary>Prepares what must work before a call is taken (database, prompts), and builds the program. It is not started yet.</summary>
    /// <param name="configuration">A configuration without faults.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="configure">Adds to the program, such as somebody who listens to its log.</param>
    /// <exception cref="PromptsException">A prompt or a text is missing or unreadable.</exception>
    /// <exception cref="StoreUnavailableException">The database cannot be opened or migrated.</exception>
    public static async Task<WebApplication> BuildAsync(
        LoadedConfiguration configuration, CancellationToken cancellationToken, Action<WebApplicationBuilder>? configure = null)
    {
        var options = configuration.Options;
        var ownPrompts = options.Prompts.Folder is { } folder ? Path.Combine(configuration.BaseFolder, folder) : null;
        var prompts = PromptLibrary.Load(PromptFiles.BuiltInFolder, ownPrompts, options.PhoneNumbers.SelectMany(number => number.Languages));
        var texts = TextSetup.Load(configuration);

        byte[] key;
        int migrations;
        string? copy;
        using (var database = new SqliteDatabase(options.Storage.ConnectionString, configuration.BaseFolder))
        {
            migrations = await database.MigrateAsync(cancellationToken);
            copy = database.CopyBeforeUpgrade;
            key = await new SqlitePseudonymKeyStore(database).GetOrCreateAsync(cancellationToken);
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddConfiguration(configuration.Root);
        var logging = new LiveLogging(configuration.Root);
        builder.Logging.AddDialInLogging(logging.Root);
        builder.WebHost.UseUrls(options.Http.Listen).ConfigureKestrel(EndpointSetup.Configure);
        builder.Services
            .AddSystemdNotification(Environment.GetEnvironmentVariables())
            .Configure<HostOptions>(host => host.ShutdownTimeout = BridgeService.StopWithin(options.Calls))
            .AddSingleton(options.Calls)
            .AddSingleton(texts)
            .AddStorage(configuration)
            .AddMeetings(configuration)
            .AddAnnouncements(configuration)
            // Before the bridge, since what comes first stops last: calls that are still up are shown to their end.
            .AddConsole(options.Console, CertificateFiles(configuration))
            .AddBridge(configuration, prompts, key)
            .AddSingleton(provider => new ConfigurationReload(
                configuration,
                Environment.GetEnvironmentVariables(),
                new LiveOptions(options, provider.GetRequiredService<TrunkAddresses>(), logging),
                provider.GetRequiredService<TimeProvider>(),
                provider.GetRequiredService<ILogger<ConfigurationReload>>()))
            .AddHostedService(static provider => provider.GetRequiredService<ConfigurationReload>())
            .AddTraces(configuration)
            .AddProofCalls(options)
            .AddBbbEndpoint(configuration.Options)
            .AddTelemetry(options)
            .AddApi()
            .AddServiceWatch();
        configure?.Invoke(builder);
        var application = builder.Build();
        if (copy is not null)
        {
            DialInLog.DatabaseUpgraded(application.Services.GetRequiredService<ILogger<SqliteDatabase>>(), migrations, copy);
        }

        // Nobody asks for it, but it has to be there to be read.
        application.Services.GetRequiredService<ServiceMeters>();
        application.UseApi();
        application.MapConsole(options.Console);
        application.MapProbes();
        application.MapPrometheusScrapingEndpoint("/metrics");
        application.MapBbbEndpoint(options.BbbEndpoint);
        application.Services.GetRequiredService<HookEndpoint>().Map(application);
        return application;
    }

    private static IReadOnlyList<(string Name, string Path)> CertificateFiles(LoadedConfiguration configuration) =>
    [
        .. configuration.Options.Trunks.Select(static trunk => (Name: $"trunk {trunk.Name}", File: trunk.CertificateFile))
            .Prepend((Name: "Sip:CertificateFile", File: configuration.Options.Sip.CertificateFile))
            .Where(static entry => entry.File is not null)
            .Select(entry => (entry.Name, Path.Combine(configuration.BaseFolder, entry.File!))),
    ];
}
