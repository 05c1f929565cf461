using DialIn.Sip.UserAgents;

namespace DialIn.Trunks;

/// <summary>How a trunk's account is, for those who look on; a Static trunk has one entry without an account.</summary>
/// <param name="Name">The trunk's name.</param>
/// <param name="Account">The account's name; <see langword="null"/> for a Static trunk.</param>
/// <param name="Mode"><c>Static</c> or <c>Register</c>.</param>
/// <param name="State"><c>Static</c>, <c>NoPassword</c>, <c>Standby</c> where this node does not hold the account, or the registration's state.</param>
/// <param name="Says">The same in a sentence, with what to do.</param>
internal sealed record TrunkStatus(string Name, string? Account, string Mode, string State, string Says)
{
    /// <summary>With <c>Standby</c>: the node that registers the account, as <c>host/pid</c>.</summary>
    public string? HeldBy { get; init; }

    /// <summary>With <c>Standby</c>: since when the database, which knows who may register the account, has not answered.</summary>
    public DateTimeOffset? StoreSilentSince { get; init; }

    /// <summary>Since when it has been registered without a gap.</summary>
    public DateTimeOffset? RegisteredSince { get; init; }

    /// <summary>When the registrar last confirmed the binding.</summary>
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>When the binding ends unless it is refreshed.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>After a failure: when the next try comes.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What went wrong last, without any secret.</summary>
    public string? LastFailure { get; init; }

    /// <summary>How long the registrar took for its last answer to a REGISTER or OPTIONS, in milliseconds.</summary>
    public double? LatencyMilliseconds { get; init; }

    /// <summary>The passwords of this trunk, or of this account of it, without their content.</summary>
    public IReadOnlyList<TrunkPassword> Passwords { get; init; } = [];

    /// <summary>Where REGISTER goes, such as <c>udp:192.0.2.1:5060</c>.</summary>
    public string? Registrar { get; init; }

    /// <summary>The address that calls are sent to.</summary>
    public string? Contact { get; init; }

    /// <summary>Where calls of this account go as well, because somebody else keeps a registration alive; empty is right.</summary>
    public IReadOnlyList<string> OtherContacts { get; init; } = [];

    /// <summary>Where the registrar sees us.</summary>
    public string? SeenAs { get; init; }

    /// <summary>The realm in which the password was accepted.</summary>
    public string? Realm { get; init; }

    /// <summary>The account's addresses, as the registrar names them.</summary>
    public IReadOnlyList<string> AssociatedUris { get; init; } = [];

    /// <summary>The way of further requests to this carrier, as the registrar names it.</summary>
    public IReadOnlyList<string> ServiceRoute { get; init; } = [];

    /// <summary>The proxies that calls come over, as the registrar names them.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    /// <summary>What was agreed on for the media; empty without an agreement.</summary>
    public IReadOnlyList<string> SecurityAgreement { get; init; } = [];

    /// <summary>The status of an account that this node does not hold; <see langword="null"/> if it does.</summary>
    public static TrunkStatus? OfLease(TrunkAccount account, LeaseMachine lease)
    {
        if (lease.State == LeaseMachine.Phase.Held)
        {
            return null;
        }

        var holder = lease.IsKnown && lease.Lease?.Holder is { } text && text != lease.Me ? LeaseHolder.Read(text)?.Name ?? text : null;
        return new TrunkStatus(account.Trunk, account.Name, nameof(TrunkMode.Register), "Standby", TrunkWords.OfLease(holder, lease.Lease?.Until, lease.SilentStoreSince?.Utc))
        {
            HeldBy = holder,
            StoreSilentSince = lease.SilentStoreSince?.Utc,
        };
    }

    /// <summary>A registration's status at this moment.</summary>
    public static TrunkStatus Of(TrunkAccount account, RegistrationStatus status, string? realm, DateTimeOffset now) =>
        new(account.Trunk, account.Name, nameof(TrunkMode.Register), status.State.ToString(), TrunkWords.Of(status, now))
        {
            RegisteredSince = status.IsBound(now) ? status.RegisteredSince : null,
            ConfirmedAt = status.ConfirmedAt,
            ExpiresAt = status.IsBound(now) ? status.ExpiresAt : null,
            NextAttemptAt = status.NextAttemptAt,
            LastFailure = status.LastFailure,
            LatencyMilliseconds = status.Latency is { } latency ? Math.Round(latency.TotalMilliseconds, 1) : null,
            Registrar = status.Target?.ToString(),
            Contact = status.Contact?.ToString(),
            OtherContacts = [.. status.OtherContacts.Select(static other => other.ToString())],
            SeenAs = status.SeenAs?.ToString(),
            Realm = realm,
            AssociatedUris = [.. status.Facts.AssociatedUris.Select(static uri => uri.ToString())],
            ServiceRoute = [.. status.Facts.ServiceRoute.Select(static route => route.Uri.ToString())],
            Path = [.. status.Facts.Path.Select(static proxy => proxy.Uri.ToString())],
            SecurityAgreement = status.Security?.Server ?? [],
        };
}
