using DialIn.BigBlueButton;
using DialIn.Calls;
using DialIn.Hosting;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Tests.Hosting;

public sealed class RegistrationTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Registered_EverythingResolvesAndWorks()
    {
        var configuration = Settings.Documentation(_folder, ("Pins:Quarantine", "2 d"));
        await using var services = new ServiceCollection().AddLogging().AddStorage(configuration).AddMeetings(configuration)
            .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        await services.GetRequiredService<SqliteDatabase>().MigrateAsync(TestContext.Current.CancellationToken);

        var pin = "481205937";
        Assert.True(Pin.TryParse(pin, out var parsed));
        await services.GetRequiredService<IPinStore>().AddAsync([parsed], TestContext.Current.CancellationToken);
        await services.GetRequiredService<IPinStore>().AssignAsync("room", TestContext.Current.CancellationToken);

        Assert.Equal("room", (await services.GetRequiredService<PinDirectory>().LookUpAsync(parsed, TestContext.Current.CancellationToken))?.MeetingId);
        Assert.Empty(await services.GetRequiredService<ICallRecordStore>().ListAsync(1, TestContext.Current.CancellationToken));
        Assert.Equal([typeof(PoolKeeper), typeof(FailureSync), typeof(CallRecordRetention), typeof(DatabaseCopyRetention), typeof(CallerNameRetention), typeof(CredentialService), typeof(AuditRetention), typeof(MeetingPoller)], services.GetServices<IHostedService>().Select(static s => s.GetType()));
        Assert.Equal("bbb1", Assert.Single(services.GetRequiredService<MeetingDirectory>().Servers).Name);
        Assert.True(File.Exists(_folder.File("dialin.db")));
    }

    [Fact]
    public void Logging_WhateverTheSectionSays_NeverWritesUrls_NorTheStackTraceOfAFailedStart()
    {
        var configuration = Settings.Load(_folder.Write("a.json", """{ "Logging": { "LogLevel": { "Default": "Trace" } } }"""));
        using var services = new ServiceCollection().AddLogging(logging => logging.AddDialInLogging(configuration.Root)).BuildServiceProvider();
        var loggers = services.GetRequiredService<ILoggerFactory>();

        Assert.True(loggers.CreateLogger("DialIn").IsEnabled(LogLevel.Trace));
        Assert.False(loggers.CreateLogger("System.Net.Http.HttpClient.bbb.LogicalHandler").IsEnabled(LogLevel.Critical));
        var host = loggers.CreateLogger("Microsoft.Extensions.Hosting.Internal.Host");
        Assert.False(host.IsEnabled(LogLevel.Error));
        Assert.True(host.IsEnabled(LogLevel.Critical));
    }
}
