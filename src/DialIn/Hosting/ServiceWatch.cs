using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Hosting;

/// <summary>Begins a background service again that ended by an error: a fault in one of them must not end the calls that are up.</summary>
internal sealed class ServiceWatch(IServiceProvider services, IHostApplicationLifetime lifetime, TimeProvider time, ILogger<ServiceWatch> logger) : BackgroundService
{
    /// <summary>The pause before that, so that an error which comes at once does not come without end.</summary>
    internal static readonly TimeSpan BeginAgainAfter = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(Timeout.InfiniteTimeSpan, time, lifetime.ApplicationStarted).WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(services.GetServices<IHostedService>().OfType<BackgroundService>().Where(service => service != this).Select(service => KeepAsync(service, stoppingToken)));
    }

    private async Task KeepAsync(BackgroundService service, CancellationToken stoppingToken)
    {
        var running = service.ExecuteTask;
        while (running is not null)
        {
            await running.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested || running.Exception?.InnerException is not { } fault)
            {
                return;
            }

            DialInLog.ServiceFailed(logger, service.GetType().Name, BeginAgainAfter, fault);
            await Task.Delay(BeginAgainAfter, time, stoppingToken);
            running = await BeginAsync(service, stoppingToken);
        }
    }

    // A service may fail before its task is there: in what it does first.
    private static async Task<Task?> BeginAsync(BackgroundService service, CancellationToken stoppingToken)
    {
        try
        {
            await service.StartAsync(stoppingToken);
            return service.ExecuteTask;
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            return Task.FromException(fault);
        }
    }
}
