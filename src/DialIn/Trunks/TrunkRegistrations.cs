using System.Collections.Concurrent;
using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Keeps the accounts of the trunks of mode Register registered, each while this node holds it, and says which addresses their
/// registrars have. Any thread.
/// </summary>
internal sealed class TrunkRegistrations(
    IReadOnlyList<TrunkOptions> trunks,
    IReadOnlyList<IPAddress> publicAddresses,
    ITrunkSecrets secrets,
    TrunkAddresses addresses,
    AccountLeases leases,
    TimeProvider time,
    ILogger<TrunkRegistrations> logger)
    : ILeaseUser, IDisposable
{
    // One after the other: a registrar takes ten a second from one address for a peer, and a hundred at once for an attack.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan ShortestSpread = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Trunk, string Account), Registration> _registrations = [];
    private readonly ConcurrentDictionary<(string Trunk, string Account), RegistrationStatus> _statuses = new();
    private readonly ConcurrentDictionary<(string Trunk, string Account), DigestResponder> _responders = new();
    private readonly IReadOnlyList<(TrunkOptions Trunk, TrunkAccount Account)> _accounts =
        [.. trunks.SelectMany(static trunk => TrunkAccount.Of(trunk).Select(account => (trunk, account)))];
    private SipStack? _stack;
    private IDisposable? _watch;
    private TrunkMeters? _meters;

    /// <summary>How each account is now; a Static trunk has one entry too.</summary>
    public IReadOnlyList<TrunkStatus> Statuses => [.. trunks.SelectMany(StatusesOf)];

    /// <summary>Whether a registrar has agreed on encrypted media.</summary>
    /// <param name="label">The trunk, or <c>trunk/account</c>; a trunk has agreed if one of its accounts has.</param>
    public bool IsSecurityAgreed(string label) =>
        Registered().Any(entry => (entry.Account.Label == label || entry.Account.Trunk == label) && entry.Status.Security is { IsAgreed: true });

    /// <summary>An account of a trunk that is registered by this node, with what its registrar has said; null if there is none.</summary>
    public (TrunkAccount Account, RegistrationStatus Status, string? Realm)? WayOut(TrunkOptions trunk)
    {
        foreach (var account in TrunkAccount.Of(trunk))
        {
            var key = (account.Trunk, account.Name);
            if (leases.MaySend(account.Label) && _statuses.TryGetValue(key, out var status) && status.IsBound(time.GetUtcNow()))
            {
                return (account, status, _responders.GetValueOrDefault(key)?.AcceptedRealm);
            }
        }

        return null;
    }

    /// <summary>Registers the accounts of the trunks that have any, as soon as no other node does.</summary>
    /// <param name="stack">The user agent; it is listening already.</param>
    public void Start(SipStack stack)
    {
        _stack = stack;
        _meters = new TrunkMeters(Registered, time);
        leases.Start(this);
        foreach (var (_, account) in _accounts)
        {
            if (secrets.Find(account.Trunk, account.Name) is not null)
            {
                leases.Add(account.Label);
            }
            else
            {
                // A node that cannot register must not keep others from it.
                DialInLog.TrunkHasNoPassword(logger, account.Label);
            }
        }

        _watch = secrets.Watch(OnSecretChanged);
    }

    /// <inheritdoc/>
    public void Begin(string name)
    {
        var index = _accounts.Select(static entry => entry.Account.Label).ToList().IndexOf(name);
        TryRegister(_accounts[index].Trunk, _accounts[index].Account, Apart * index);
    }

    /// <inheritdoc/>
    public async Task LeaveAsync(string name, CancellationToken cancellationToken)
    {
        if (Find(name) is { } registration)
        {
            await registration.StopAsync(cancellationToken);
            Remove(name);
        }
    }

    /// <inheritdoc/>
    public void Abandon(string name) => Remove(name)?.Abandon();

    /// <summary>Takes the bindings back, so that carriers send no calls to a bridge that is gone.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _watch?.Dispose();
        Registration[] registrations;
        lock (_lock)
        {
            registrations = [.. _registrations.Values];
        }

        try
        {
            await Task.WhenAll(registrations.Select(registration => registration.StopAsync(cancellationToken)));
        }
        finally
        {
            // Only now another node may register them.
            Array.ForEach(registrations, static registration => registration.Abandon());
            await leases.StopAsync();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _meters?.Dispose();
    }

    /// <summary>A password that came, or came anew, is tried at once: whoever has just set it still looks.</summary>
    private void OnSecretChanged(string trunkName, string accountName)
    {
        if (_accounts.FirstOrDefault(entry => entry.Trunk.Name == trunkName && entry.Account.Name == accountName) is not { Account: { } account } entry)
        {
            return;
        }

        leases.Add(account.Label);
        if (leases.Find(account.Label) is { State: LeaseMachine.Phase.Held })
        {
            TryRegister(entry.Trunk, account, TimeSpan.Zero);
        }
    }

    private Sip.UserAgents.Registration? Find(string label)
    {
        lock (_lock)
        {
            return _accounts.Where(entry => entry.Account.Label == label)
                .Select(entry => _registrations.GetValueOrDefault((entry.Account.Trunk, entry.Account.Name))).FirstOrDefault();
        }
    }

    private Sip.UserAgents.Registration? Remove(string label)
    {
        lock (_lock)
        {
            var account = _accounts.First(entry => entry.Account.Label == label).Account;
            return _registrations.Remove((account.Trunk, account.Name), out var registration) ? registration : null;
        }
    }

    private void TryRegister(TrunkOptions trunk, TrunkAccount account, TimeSpan after)
    {
        lock (_lock)
        {
            var key = (trunk.Name, account.Name);
            if (_registrations.TryGetValue(key, out var running))
            {
                running.Refresh();
            }
            else if (secrets.Find(trunk.Name, account.Name) is not null)
            {
                var responder = _responders[key] = new DigestResponder(new DigestCredentials(account.AuthUsername, new TrunkDigestSecrets(secrets, account), trunk.Realm));
                _registrations[key] = _stack!.Register(OptionsOf(trunk, account, responder) with
                {
                    StartAfter = after,
                    Spread = Longer(ShortestSpread, Apart * trunks.Sum(static other => TrunkAccount.Of(other).Count)),
                    MaySend = () => leases.MaySend(account.Label),
                    Changed = status => OnChanged(trunk, account, status),
                });
            }
        }
    }

    /// <summary>How an account registers.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="account">One of its accounts.</param>
    /// <param name="challenges">Who answers challenges. It goes to the trunk's own registrar or proxy alone, on REGISTER and OPTIONS.</param>
    public static RegistrationOptions OptionsOf(TrunkOptions trunk, TrunkAccount account, IChallengeResponder challenges)
    {
        var registrar = TrunkUri.Parse(trunk.Registrar!);
        return new RegistrationOptions
        {
            Registrar = registrar with { User = null },
            AddressOfRecord = new SipUri(registrar.Scheme, account.Username, registrar.Host, null),
            // One user part per account: several accounts at one provider are told apart by it.
            ContactUser = account.Username,
            Expires = trunk.Expires,
            OutboundProxy = trunk.OutboundProxy is { } proxy ? TrunkUri.Parse(proxy) : null,
            KeepAlive = trunk.KeepAlive,
            Security = trunk.SecurityAgreement == TrunkSecurityAgreement.Mediasec ? SecurityAgreement.Mediasec : null,
            Challenges = challenges,
        };
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private void OnChanged(TrunkOptions trunk, TrunkAccount account, RegistrationStatus status)
    {
        var key = (trunk.Name, account.Name);
        var before = _statuses.GetValueOrDefault(key);
        _statuses[key] = status;
        addresses.Seen(trunk, status.RegistrarAddresses);
        // Without one of the family seen, the other one is what the operator meant and the registrar does not see.
        var own = publicAddresses.FirstOrDefault(address => address.AddressFamily == status.SeenAs?.Address.AddressFamily) ?? (publicAddresses is [var any, ..] ? any : null);
        TrunkAlarms.Tell(logger, account, before, status, own);
    }

    private IEnumerable<(TrunkAccount Account, RegistrationStatus Status)> Registered() =>
        from trunk in trunks
        from account in TrunkAccount.Of(trunk)
        where _statuses.ContainsKey((trunk.Name, account.Name))
        select (account, AsSeenByAll(account, _statuses[(trunk.Name, account.Name)]));

    // An account that another node registers is well; what is left here of its registration would be an alarm that is none.
    private RegistrationStatus AsSeenByAll(TrunkAccount account, RegistrationStatus status) =>
        leases.Find(account.Label) is { } lease && TrunkStatus.OfLease(account, lease) is { HeldBy: not null }
            ? status with { State = RegistrationState.Registered, ExpiresAt = DateTimeOffset.MaxValue, ConfirmedAt = null }
            : status;

    private IEnumerable<TrunkStatus> StatusesOf(TrunkOptions trunk) => trunk.Mode == TrunkMode.Static
        ? [new TrunkStatus(trunk.Name, null, nameof(TrunkMode.Static), nameof(TrunkMode.Static), TrunkWords.Static)]
        : TrunkAccount.Of(trunk).Select(StatusOf);

    private TrunkStatus StatusOf(TrunkAccount account)
    {
        if (leases.Find(account.Label) is { } lease && TrunkStatus.OfLease(account, lease) is { } elsewhere)
        {
            return elsewhere;
        }

        var key = (account.Trunk, account.Name);
        if (_statuses.TryGetValue(key, out var status))
        {
            return TrunkStatus.Of(account, status, _responders.GetValueOrDefault(key)?.AcceptedRealm, time.GetUtcNow());
        }

        var hasPassword = secrets.Find(account.Trunk, account.Name) is not null;
        return new TrunkStatus(
            account.Trunk,
            account.Name,
            nameof(TrunkMode.Register),
            hasPassword ? nameof(RegistrationState.Registering) : "NoPassword",
            hasPassword ? "not registered yet: the first REGISTER has not been sent" : TrunkWords.NoPassword);
    }
}
