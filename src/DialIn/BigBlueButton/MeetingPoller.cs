using DialIn.Meetings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton;

/// <summary>
/// The safety net of the <see cref="MeetingDirectory"/>: asks every server for its meetings, always, whether or not other
/// sources tell of them sooner. One independent loop per server.
/// </summary>
internal sealed class MeetingPoller : BackgroundService, IMeetingSource
{
    private readonly ServerPoll[] _polls;
    private readonly MeetingDirectory _directory;

    public MeetingPoller(
        IReadOnlyList<ServerOptions> servers,
        ServerSecrets secrets,
        BbbApiClient client,
        MeetingDirectory directory,
        TimeProvider timeProvider,
        ILogger<MeetingPoller> logger)
    {
        var timings = new PollTimings();
        _directory = directory;
        _polls = [.. servers.Select(server => new ServerPoll(server, secrets, client, directory, timings, timeProvider, logger))];
        foreach (var server in servers)
        {
            directory.AddServer(server.Name);
        }
    }

    /// <inheritdoc/>
    public void SetUrgent(bool urgent)
    {
        foreach (var poll in _polls)
        {
            poll.SetUrgent(urgent);
        }
    }

    /// <inheritdoc/>
    public Task RefreshAsync(CancellationToken cancellationToken) => Task.WhenAll(_polls.Select(poll => poll.RefreshAsync(cancellationToken)));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var attached = _directory.Attach(this);
        await Task.WhenAll(_polls.Select(poll => poll.RunAsync(stoppingToken)));
    }
}
