using System.Globalization;
using DialIn.Pins;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Secrets;

/// <summary>
/// Runs the rotations of the service: notices what a verb in another process stored, proves it with the peer, and takes what
/// the peers say to the secrets in use. All state is in the database: a restart in the middle goes on where it was.
/// </summary>
internal sealed partial class CredentialService : IHostedLifecycleService, IAsyncDisposable
{
    /// <summary>A service that was seen within this time runs.</summary>
    public static readonly TimeSpan PresentFor = TimeSpan.FromSeconds(45);

    // A second: an operator who waits does not notice. One small query works on every database, needs no socket and no rights.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AnnounceEvery = TimeSpan.FromSeconds(15);

    private const string Who = "service";

    private readonly IReadOnlyList<Turn> _turns;
    private readonly CredentialDesk _desk;
    private readonly ICredentialStore _store;
    private readonly IServicePresence _presence;
    private readonly SecretVault _vault;
    private readonly RotationMachine _machine;
    private readonly TimeProvider _time;
    private readonly ILogger<CredentialService> _logger;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _id = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}");
    private Task _loop = Task.CompletedTask;
    private long? _announcedAt;
    private bool _isStoreLost;

    public CredentialService(
        IEnumerable<ICredentialUser> users,
        CredentialDesk desk,
        ICredentialStore store,
        IServicePresence presence,
        SecretVault vault,
        RotationMachine machine,
        TimeProvider time,
        ILogger<CredentialService> logger)
    {
        _turns = [.. users.Select(static user => new Turn(user))];
        (_desk, _store, _presence, _vault, _machine, _time, _logger) = (desk, store, presence, vault, machine, time, logger);
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Opens all secrets: those who use them start after this.</summary>
    /// <exception cref="SecretsException">One does not open, which must not come out with the first call.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var revisions = await _store.RevisionsAsync(cancellationToken);
        foreach (var turn in _turns)
        {
            await LoadAsync(turn, revisions, cancellationToken);
        }

        // From here on verbs may count on this service.
        await AnnounceAsync(cancellationToken);
    }

    /// <summary>Begins to prove what waits for it: now everything is there to prove it with.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _loop = RunAsync(_stop.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await EndAsync();
        try
        {
            await _presence.GoAsync(_id, cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // It is forgotten a little later by itself.
        }
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // A host that was not stopped.
        await EndAsync();
        _stop.Dispose();
    }

    private async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        await Task.WhenAll(_turns.Select(static turn => turn.Attempt).OfType<Task>());
    }

    /// <summary>One user of a secret, and the attempt to prove one that is under way. Only the loop touches it.</summary>
    private sealed class Turn(ICredentialUser user)
    {
        public ICredentialUser User { get; } = user;

        public CredentialName Name => User.Name;

        public long? Revision { get; set; }

        public Task<RotationInput?>? Attempt { get; set; }

        public bool IsConfigured
        {
            get
            {
                using var configured = User.Configured();
                return configured is not null;
            }
        }
    }
}
