using System.Globalization;
using System.Text.RegularExpressions;

namespace DialIn.Calls;

/// <summary>
/// Why a peer ended a call, as its Reason header field says it (RFC 3326 §2): the protocol and its cause number, and nothing
/// else of what it wrote. Prints as it is kept, such as <c>Q.850 16</c>.
/// </summary>
/// <param name="Protocol"><c>Q.850</c> or <c>SIP</c>.</param>
/// <param name="Cause">A cause value of ITU-T Q.850, 1 to 127, or a SIP status, 100 to 699; above those a cause of FreeSWITCH's own, to 899, which it calls SIP as well.</param>
internal sealed partial record ReleaseCause(string Protocol, int Cause)
{
    private const string Telephony = "Q.850";

    // FreeSWITCH 1.10, switch_types.h: SYSTEM_SHUTDOWN, as on every restart of its service, and MEDIA_TIMEOUT.
    private const int ShutDown = 701;
    private const int NoMedia = 804;

    // RFC 4028 §10, as FreeSWITCH's stack says that no refresh of the session reached it.
    private const int SessionTimeout = 408;

    /// <summary>Whether the peer ended the call because something broke on its side or on the way, not because anybody wanted it to end.</summary>
    // ITU-T Q.850: destination out of order, network out of order, temporary failure, congestion, recovery on timer expiry.
    public bool IsFailure => Protocol == Telephony ? Cause is 27 or 38 or 41 or 42 or 102 : Cause is ShutDown or NoMedia or SessionTimeout;

    /// <summary>Whether nobody is there yet: subscriber absent, as a dialplan says that lets callers only into conferences with somebody in them.</summary>
    public bool IsAbsence => this is { Protocol: Telephony, Cause: 20 };

    /// <summary>The cause in a Reason header field; one of Q.850 before one of SIP, since it says what the telephone network saw.</summary>
    /// <param name="reason">The value, several ones separated by commas; anything else than a Reason has no cause.</param>
    public static ReleaseCause? Read(string? reason)
    {
        ReleaseCause? found = null;
        foreach (Match match in ReasonPattern().Matches(Bounded(reason)))
        {
            var isTelephony = match.Groups["protocol"].Value.Equals(Telephony, StringComparison.OrdinalIgnoreCase);
            if (!int.TryParse(match.Groups["cause"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var cause)
                || (isTelephony ? cause is < 1 or > 127 : cause is < 100 or > 899))
            {
                continue;
            }

            if (isTelephony)
            {
                return new ReleaseCause(Telephony, cause);
            }

            found ??= new ReleaseCause("SIP", cause);
        }

        return found;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Protocol} {Cause}");

    // Real ones have some forty characters; a peer may send thousands.
    private static string Bounded(string? reason) => reason is { Length: > 512 } ? reason[..512] : reason ?? "";

    [GeneratedRegex("""(?:^|,)\s*(?<protocol>Q\.850|SIP)\s*(?:;[^,;"]*(?:"[^"]*")?)*?;\s*cause\s*=\s*(?<cause>[0-9]{1,4})""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex ReasonPattern();
}
