using System.Globalization;
using DialIn.Sip.UserAgents;

namespace DialIn.Trunks;

/// <summary>What a registration's status means, and what an operator can do about it.</summary>
internal static class TrunkWords
{
    /// <summary>An account without a password.</summary>
    public const string NoPassword = "not registered: there is no password yet; set PasswordFile, or use dialin trunk set-password";

    /// <summary>A trunk that needs no registration.</summary>
    public const string Static = "calls come from AllowedSources; nothing is registered";

    /// <summary>An account that this node does not hold.</summary>
    /// <param name="holder">Who does; <see langword="null"/> if that is not known.</param>
    /// <param name="until">Until when, unless it is renewed.</param>
    /// <param name="silentSince">Since when the database has not answered; <see langword="null"/> if it does.</param>
    public static string OfLease(string? holder, DateTimeOffset? until, DateTimeOffset? silentSince) => (holder, silentSince) switch
    {
        (_, { } since) => $"not registered here: the database, which knows the node that may do so, has not answered since {Time(since)}",
        ({ } node, _) => $"not registered here: {node} registers this account, until {Time(until)} unless it goes on; this node takes over when that one ends",
        _ => "not registered yet: it is being found out whether another node does",
    };

    /// <summary>The status in a sentence.</summary>
    public static string Of(RegistrationStatus status, DateTimeOffset now) => status.State switch
    {
        RegistrationState.Registered when !status.IsBound(now) => $"the binding ran out at {Time(status.ExpiresAt)} and was not refreshed",
        RegistrationState.Registered => $"registered since {Time(status.RegisteredSince)}, last confirmed at {Time(status.ConfirmedAt)}, until {Time(status.ExpiresAt)} unless refreshed",
        RegistrationState.Failing or RegistrationState.Refused when status.IsBound(now) =>
            $"still registered until {Time(status.ExpiresAt)}, but the refresh failed: {Failure(status)}",
        RegistrationState.Failing or RegistrationState.Refused => $"not registered: {Failure(status)}",
        RegistrationState.Stopped => "not registered: the program is stopping",
        _ => "not registered yet: the first REGISTER has not been answered",
    };

    /// <summary>What a status of a registrar usually means, and what helps.</summary>
    public static string Explain(int? status) => status switch
    {
        401 or 407 => "the user name or the password is wrong, or the realm is another than Realm",
        403 => "the password is wrong, or the carrier has barred the account or this address",
        404 => "the carrier does not know this Username or this domain",
        408 => "nobody answers: see Registrar, OutboundProxy, and the firewall",
        420 or 421 => "the carrier and we disagree on an extension: see SecurityAgreement",
        423 => "the carrier wants a longer Expires than it names",
        494 => "the carrier wants a security agreement: set SecurityAgreement to Mediasec",
        503 => "the registrar is overloaded, cannot be reached, or its name has no address",
        >= 200 and < 300 => "the carrier answers, but holds no binding of ours",
        >= 300 and < 400 => "the carrier sends us elsewhere: see Registrar and OutboundProxy",
        >= 500 and < 600 => "the carrier has a fault",
        _ => "the carrier refuses",
    };

    private static string Failure(RegistrationStatus status) => $"{status.LastFailure} ({Explain(status.LastStatus)}); next try at {Time(status.NextAttemptAt)}";

    private static string Time(DateTimeOffset? time) => time is { } moment ? moment.UtcDateTime.ToString("u", CultureInfo.InvariantCulture) : "an unknown time";
}
