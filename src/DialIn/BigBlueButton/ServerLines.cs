using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton;

/// <summary>The announcements of all servers; none can delay another. What fails in one is logged, and begins anew.</summary>
internal sealed class ServerLines(IReadOnlyList<ServerLine> lines, TimeProvider time, ILogger<ServerLines> logger) : BackgroundService
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(30);

    /// <summary>One for each server.</summary>
    public IReadOnlyList<ServerLine> All => lines;

    /// <summary>The line of a server; <see langword="null"/> for a name that is none's.</summary>
    public ServerLine? Find(string serverName) => lines.FirstOrDefault(line => line.Server.Name.Equals(serverName, StringComparison.Ordinal));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(lines.SelectMany(line => (Task[])
        [
            KeepAsync(line, line.Announcer.RunAsync, stoppingToken),
            line.Redis is { } redis ? KeepAsync(line, redis.RunAsync, stoppingToken) : Task.CompletedTask,
        ]));

    private async Task KeepAsync(ServerLine line, Func<CancellationToken, Task> runAsync, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await runAsync(stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                // Any: nobody else waits for this task, and a server whose moderators are told nothing must not go unseen.
                DialInLog.AnnouncementsFaulted(logger, fault, line.Server.Name, AgainAfter);
                await Task.Delay(AgainAfter, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
