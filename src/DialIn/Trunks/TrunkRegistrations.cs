using System.Collections.Concurrent;
using System.Net;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>
/// Keeps the trunks of mode Register registered, and tells the gate from where their calls come: the registrar's own
/// addresses and the trunk's networks.
/// </summary>
internal sealed class TrunkRegistrations(
    IReadOnlyList<TrunkOptions> trunks, string baseFolder, TrunkSources sources, ILogger<TrunkRegistrations> logger)
{
    private readonly List<Registration> _registrations = [];
    private readonly ConcurrentDictionary<string, RegistrationStatus> _statuses = new(StringComparer.Ordinal);

    /// <summary>How each trunk is now.</summary>
    public IReadOnlyList<TrunkStatus> Statuses => [.. trunks.Select(StatusOf)];

    /// <summary>Lets static trunks in and registers the others.</summary>
    /// <param name="stack">The user agent; it is listening already.</param>
    public void Start(SipStack stack)
    {
        foreach (var trunk in trunks)
        {
            sources.Set(SourceKind.Trunk, trunk.Name, trunk.AllowedSources);
            if (trunk.Mode != TrunkMode.Register)
            {
                continue;
            }

            if (trunk.PasswordFile is { } file)
            {
                _registrations.Add(stack.Register(OptionsOf(trunk, Path.Combine(baseFolder, file))));
            }
            else
            {
                DialInLog.TrunkHasNoPassword(logger, trunk.Name);
            }
        }
    }

    /// <summary>Takes the bindings back, so that carriers send no calls to a bridge that is gone.</summary>
    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_registrations.Select(registration => registration.StopAsync(cancellationToken)));

    private RegistrationOptions OptionsOf(TrunkOptions trunk, string passwordFile)
    {
        var registrar = SipUri.Parse(trunk.Registrar!);
        return new RegistrationOptions
        {
            Registrar = registrar with { User = null },
            AddressOfRecord = new SipUri(registrar.Scheme, trunk.Username, registrar.Host, null),
            // One user part per trunk: several trunks at one provider are told apart by it.
            ContactUser = trunk.Username!,
            Expires = trunk.Expires,
            OutboundProxy = trunk.OutboundProxy is { } proxy ? SipUri.Parse(proxy) : null,
            Challenges = new DigestResponder(new DigestCredentials(trunk.AuthUsername ?? trunk.Username!, () => PasswordFile.Read(passwordFile))),
            Changed = status => OnChanged(trunk, status),
        };
    }

    private void OnChanged(TrunkOptions trunk, RegistrationStatus status)
    {
        var before = _statuses.GetValueOrDefault(trunk.Name);
        _statuses[trunk.Name] = status;
        sources.Set(
            SourceKind.Trunk,
            trunk.Name,
            trunk.AllowedSources.Concat(status.RegistrarAddresses.Select(address => new IPNetwork(address, address.GetAddressBytes().Length * 8))));
        if (status.State == RegistrationState.Registered && before?.State != RegistrationState.Registered)
        {
            DialInLog.TrunkRegistered(logger, trunk.Name);
        }
        else if (status.State == RegistrationState.Failing && status.LastFailure != before?.LastFailure)
        {
            DialInLog.TrunkNotRegistered(logger, trunk.Name, status.LastFailure);
        }
    }

    private TrunkStatus StatusOf(TrunkOptions trunk)
    {
        if (trunk.Mode == TrunkMode.Static)
        {
            return new TrunkStatus(trunk.Name, nameof(TrunkMode.Static), nameof(TrunkMode.Static), null, null);
        }

        return _statuses.TryGetValue(trunk.Name, out var status)
            ? new TrunkStatus(trunk.Name, nameof(TrunkMode.Register), status.State.ToString(), status.RegisteredSince, status.LastFailure)
            : new TrunkStatus(trunk.Name, nameof(TrunkMode.Register), trunk.PasswordFile is null ? "NoPassword" : nameof(RegistrationState.Registering), null, null);
    }
}
