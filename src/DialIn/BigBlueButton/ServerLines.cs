using Microsoft.Extensions.Hosting;

namespace DialIn.BigBlueButton;

/// <summary>The announcements of all servers; none can delay another.</summary>
internal sealed class ServerLines(IReadOnlyList<ServerLine> lines) : BackgroundService
{
    /// <summary>One for each server.</summary>
    public IReadOnlyList<ServerLine> All => lines;

    /// <summary>The line of a server; <see langword="null"/> for a name that is none's.</summary>
    public ServerLine? Find(string serverName) => lines.FirstOrDefault(line => line.Server.Name.Equals(serverName, StringComparison.Ordinal));

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(lines.SelectMany(line => (Task[])[line.Announcer.RunAsync(stoppingToken), line.Redis?.RunAsync(stoppingToken) ?? Task.CompletedTask]));
}
