using System.Collections.Concurrent;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Keeps the accounts of the trunks of mode Register registered, and says which addresses their
/// registrars have. Any thread.
/// </summary>
internal sealed class TrunkRegistrations(
    IReadOnlyList<TrunkOptions> trunks, ITrunkSecrets secrets, TrunkAddresses addresses, ILogger<TrunkRegistrations> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Trunk, string Account), Registration> _registrations = [];
    private readonly ConcurrentDictionary<(string Trunk, string Account), RegistrationStatus> _statuses = new();
    private IDisposable? _watch;

    /// <summary>How each account is now; a Static trunk has one entry too.</summary>
    public IReadOnlyList<TrunkStatus> Statuses => [.. trunks.SelectMany(StatusesOf)];

    /// <summary>Registers the accounts of the trunks that have any.</summary>
    /// <param name="stack">The user agent; it is listening already.</param>
    public void Start(SipStack stack)
    {
        foreach (var trunk in trunks)
        {
            foreach (var account in TrunkAccount.Of(trunk))
            {
                if (!TryRegister(stack, trunk, account))
                {
                    DialInLog.TrunkHasNoPassword(logger, account.Label);
                }
            }
        }

        _watch = secrets.Watch((trunk, account) => OnSecretChanged(stack, trunk, account));
    }

    /// <summary>Takes the bindings back, so that carriers send no calls to a bridge that is gone.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _watch?.Dispose();
        Registration[] registrations;
        lock (_lock)
        {
            registrations = [.. _registrations.Values];
        }

        await Task.WhenAll(registrations.Select(registration => registration.StopAsync(cancellationToken)));
    }

    /// <summary>A password that came, or came anew, is tried at once: whoever has just set it still looks.</summary>
    private void OnSecretChanged(SipStack stack, string trunkName, string accountName)
    {
        if (trunks.FirstOrDefault(trunk => trunk.Name == trunkName) is { } trunk
            && TrunkAccount.Of(trunk).FirstOrDefault(account => account.Name == accountName) is { } account)
        {
            TryRegister(stack, trunk, account);
        }
    }

    private bool TryRegister(SipStack stack, TrunkOptions trunk, TrunkAccount account)
    {
        lock (_lock)
        {
            var key = (trunk.Name, account.Name);
            if (_registrations.TryGetValue(key, out var running))
            {
                running.Refresh();
            }
            else if (secrets.Find(trunk.Name, account.Name) is null)
            {
                return false;
            }
            else
            {
                _registrations[key] = stack.Register(OptionsOf(trunk, account));
            }

            return true;
        }
    }

    private RegistrationOptions OptionsOf(TrunkOptions trunk, TrunkAccount account)
    {
        var registrar = SipUri.Parse(trunk.Registrar!);
        return new RegistrationOptions
        {
            Registrar = registrar with { User = null },
            AddressOfRecord = new SipUri(registrar.Scheme, account.Username, registrar.Host, null),
            // One user part per account: several accounts at one provider are told apart by it.
            ContactUser = account.Username,
            Expires = trunk.Expires,
            OutboundProxy = trunk.OutboundProxy is { } proxy ? SipUri.Parse(proxy) : null,
            Challenges = new DigestResponder(new DigestCredentials(account.AuthUsername, () => secrets.Find(trunk.Name, account.Name)?.Current)),
            Changed = status => OnChanged(trunk, account, status),
        };
    }

    private void OnChanged(TrunkOptions trunk, TrunkAccount account, RegistrationStatus status)
    {
        var key = (trunk.Name, account.Name);
        var before = _statuses.GetValueOrDefault(key);
        _statuses[key] = status;
        addresses.Seen(trunk, status.RegistrarAddresses);
        if (status.State == RegistrationState.Registered && before?.State != RegistrationState.Registered)
        {
            DialInLog.TrunkRegistered(logger, account.Label);
        }
        else if (status.State == RegistrationState.Failing && status.LastFailure != before?.LastFailure)
        {
            DialInLog.TrunkNotRegistered(logger, account.Label, status.LastFailure);
        }
    }

    private IEnumerable<TrunkStatus> StatusesOf(TrunkOptions trunk)
    {
        if (trunk.Mode == TrunkMode.Static)
        {
            return [new TrunkStatus(trunk.Name, null, nameof(TrunkMode.Static), nameof(TrunkMode.Static), null, null)];
        }

        return TrunkAccount.Of(trunk).Select(account => _statuses.TryGetValue((trunk.Name, account.Name), out var status)
            ? new TrunkStatus(trunk.Name, account.Name, nameof(TrunkMode.Register), status.State.ToString(), status.RegisteredSince, status.LastFailure)
            : new TrunkStatus(trunk.Name, account.Name, nameof(TrunkMode.Register), StateBefore(account), null, null));
    }

    private string StateBefore(TrunkAccount account) =>
        secrets.Find(account.Trunk, account.Name) is null ? "NoPassword" : nameof(RegistrationState.Registering);
}
