using System.Net;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Trunks;

/// <summary>Tells the log what has become of a registration: each change once, a refusal each time.</summary>
internal static class TrunkAlarms
{
    /// <summary>Compares an account's status with the one before.</summary>
    public static void Tell(ILogger logger, TrunkAccount account, RegistrationStatus? before, RegistrationStatus status, IPAddress? publicAddress)
    {
        if (status.State == RegistrationState.Registered && before?.State != RegistrationState.Registered)
        {
            DialInLog.TrunkRegistered(logger, account.Label);
        }
        else if (status.State == RegistrationState.Refused && status.FailedAttempts != before?.FailedAttempts)
        {
            // Said each time: at most every ten minutes, and nothing else will bring the calls back.
            DialInLog.TrunkRefused(logger, account.Label, status.LastFailure, TrunkWords.Explain(status.LastStatus), status.NextAttemptAt);
        }
        else if (status.State != RegistrationState.Failing || (status.LastFailure, status.ExpiresAt) == (before?.LastFailure, before?.ExpiresAt))
        {
            // Nothing new.
        }
        else if (status.ExpiresAt is { } until)
        {
            DialInLog.TrunkNotRefreshed(logger, account.Label, status.LastFailure, TrunkWords.Explain(status.LastStatus), until, status.NextAttemptAt);
        }
        else
        {
            DialInLog.TrunkNotRegistered(logger, account.Label, status.LastFailure, TrunkWords.Explain(status.LastStatus), status.NextAttemptAt);
        }

        foreach (var other in status.OtherContacts.Where(other => before?.OtherContacts.Contains(other) != true))
        {
            DialInLog.TrunkIsShared(logger, account.Label, other.ToString());
        }

        if (status.SeenAs is not { } seen || seen.Equals(before?.SeenAs))
        {
            return;
        }

        if (publicAddress is not null && !seen.Address.Equals(publicAddress))
        {
            DialInLog.TrunkSeenElsewhere(logger, account.Label, seen.Address, publicAddress);
        }
        else if (publicAddress is null && before?.SeenAs is not null && status.Target?.Protocol == SipProtocol.Udp)
        {
            DialInLog.TrunkMoved(logger, account.Label, seen);
        }
    }
}
