using System.Collections.Frozen;
using System.Text.RegularExpressions;
using DialIn.Sip.Messages;

namespace DialIn.Simulator.Conferences;

/// <summary>What the dialplan of BBB says about a call, before anybody answers it.</summary>
internal static partial class CallerRules
{
    // BBB since April 2025 hangs up on these, in the name as in the number.
    private static readonly FrozenSet<string> Hidden = FrozenSet.ToFrozenSet(
        ["", "0000000000", "anonymous", "unknown", "private", "restricted", "withheld"],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a dialled number can be a conference: five to eleven digits.</summary>
    public static bool IsConference(string? destination) => destination is not null && Destination().IsMatch(destination);

    /// <summary>Who calls. A P-Asserted-Identity is believed before the From, as FreeSWITCH does by default.</summary>
    public static Caller Identify(SipRequest invite)
    {
        var address = NameAddress.TryParse(invite.Headers[HeaderNames.PAssertedIdentity], out var asserted)
            ? asserted
            : invite.From;
        var number = address.Uri.User ?? "";
        return new Caller(string.IsNullOrEmpty(address.DisplayName) ? number : address.DisplayName, number);
    }

    /// <summary>Whether the caller hides, so that BBB will not have them in a meeting.</summary>
    public static bool IsHidden(SipRequest invite, Caller caller) =>
        Hidden.Contains(caller.Name.Trim()) || Hidden.Contains(caller.Number.Trim())
        || invite.Headers.GetAll("Privacy").Any(value => !value.Trim().Equals("none", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether BBB takes the call for a web user's because of its name, and so shows something else than the caller.</summary>
    public static bool IsTakenForWebUser(string name) =>
        name.StartsWith("GLOBAL_AUDIO_", StringComparison.Ordinal) || WebUser().IsMatch(name);

    [GeneratedRegex("^[0-9]{5,11}$")]
    private static partial Regex Destination();

    [GeneratedRegex("^.*-bbbID-.*$")]
    private static partial Regex WebUser();
}
