using System.Xml.Linq;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton.Hooks;

/// <summary>
/// Asks the webhooks of one server to call us, at the start and every few minutes: they forget when their Redis does, and a meeting that was
/// created then is found by the polls.
/// </summary>
internal sealed class HookRegistrar(ServerOptions server, BbbCalls calls, TimeProvider time, ILogger<HookRegistrar> logger) : BackgroundService
{
    // What polls find sooner is no loss; five minutes are for what polls do not have.
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(30);

    private const string Events = "meeting-created,meeting-ended,user-joined";

    private bool _isFailureSaid;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var failure = await RegisterAsync(stoppingToken);
            if (failure is not null && !_isFailureSaid)
            {
                _isFailureSaid = true;
                DialInLog.HookNotRegistered(logger, server.Name, failure.Kind, failure.Detail, AfterFailure);
            }

            await Task.Delay(failure is null ? Every : AfterFailure, time, stoppingToken);
        }
    }

    private async Task<BbbFailure?> RegisterAsync(CancellationToken cancellationToken)
    {
        var callback = server.Hooks.CallbackUrl!;
        var (list, failure) = await calls.CallAsync(server, "hooks/list", [], cancellationToken);
        if (list is not null && IsThere(list, callback))
        {
            _isFailureSaid = false;
            return null;
        }

        if (failure is null or { Kind: BbbFailureKind.Refused })
        {
            (_, failure) = await calls.CallAsync(server, "hooks/create", [("callbackURL", callback), ("eventID", Events)], cancellationToken);
        }

        if (failure is null)
        {
            _isFailureSaid = false;
            DialInLog.HookRegistered(logger, server.Name, callback);
        }

        return failure;
    }

    private static bool IsThere(XElement list, string callback) =>
        list.Descendants("hook").Any(hook => hook.Element("callbackURL")?.Value.Trim() == callback && hook.Element("meetingID") is null);
}
