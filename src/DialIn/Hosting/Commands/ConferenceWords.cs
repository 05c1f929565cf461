using System.Text.RegularExpressions;

namespace DialIn.Hosting.Commands;

/// <summary>Says in words what a server's answers mean, and what to do. Pure.</summary>
internal static partial class ConferenceWords
{
    private const string Readme = "sip-config/freeswitch/README.md";

    /// <summary>The findings, one for the way there, one for the conference, one for the audio.</summary>
    /// <param name="answers">What came.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="target">Where it was sent, without a number.</param>
    /// <param name="source">The address that the server sees, as far as is known.</param>
    public static IReadOnlyList<Finding> Of(ConferenceAnswers answers, string server, string target, string source)
    {
        var (way, call, audio) = ($"{server}: the way there", $"{server}: a call", $"{server}: its audio");
        if (answers.NotSent is { } fault)
        {
            return [new Finding(Verdict.Fault, way, $"nothing could be sent to {target}: {fault}", "is the host in SipUri right, and does FreeSWITCH listen there (fs_clibbb -x \"sofia status\")?")];
        }

        if (answers is { Options: null, Invite: null })
        {
            return [new Finding(Verdict.Fault, way, $"{target} does not answer at all", $"a firewall, or FreeSWITCH is down: open port 5060 there for {source} (ufw allow from {source} to any port 5060), and look at fs_clibbb -x \"sofia status\"")];
        }

        return
        [
            answers.Options is { } options
                ? new Finding(Verdict.Ok, way, $"OPTIONS is answered with {options}")
                : new Finding(Verdict.Warning, way, "OPTIONS is not answered, INVITE is", "nothing, if calls work"),
            Call(answers, call, target, source),
            .. answers.HasAudio switch
            {
                true => [new Finding(Verdict.Ok, audio, "RTP comes")],
                false => [new Finding(Verdict.Fault, audio, "the call was answered, and no RTP came", $"open FreeSWITCH's RTP ports for {source} there (16384-32768, UDP), and Media:PortRange here; is Media:Address an address that the server reaches?")],
                null => (Finding[])[],
            },
        ];
    }

    private static Finding Call(ConferenceAnswers answers, string subject, string target, string source) => answers.Invite switch
    {
        >= 200 and < 300 => new(Verdict.Ok, subject, $"INVITE is answered with {answers.Invite}: the dialplan lets this bridge in. It does so for conferences that do not exist, too; DialIn dials only those that do"),
        404 => new(Verdict.Ok, subject, "INVITE for a conference that does not exist is refused with 404: the dialplan knows this bridge, and lets nobody into an empty room"),
        480 when CauseOf(answers.Reason) is not (null or 16) => new(Verdict.Ok, subject, $"INVITE for a conference that does not exist is refused with 480 ({answers.Reason}), as a dialplan does that lets nobody into an empty room"),
        480 => new(
            Verdict.Fault,
            subject,
            "INVITE is refused with 480 and an ordinary end: the dialplan does not know this bridge",
            $"dialplan/public/dialin_bridge.xml (or the list that it asks) with the address {source} on that server, then fs_clibbb -x reloadxml: {Readme}. If your dialplan itself refuses empty conferences so, start a meeting and call it"),
        401 or 407 => new(Verdict.Fault, subject, $"INVITE is refused with {answers.Invite}: the server asks for a password", $"the call reaches a profile that wants one: {target} must be the profile external (port 5060), or its ACL (apply-inbound-acl) must have {source}"),
        403 => new(Verdict.Fault, subject, "INVITE is refused with 403: an access list forbids it", $"the profile's apply-inbound-acl in acl.conf.xml must have {source}; then fs_clibbb -x reloadacl"),
        488 or 606 => new(Verdict.Fault, subject, $"INVITE is refused with {answers.Invite}: no codec that both have, or no encryption", "fs_clibbb -x \"show codec\", global_codec_prefs in vars.xml; Servers[].Codecs and Servers[].Srtp here"),
        503 => new(Verdict.Warning, subject, "INVITE is refused with 503: too many new calls just now, or FreeSWITCH is paused", "try again; fs_clibbb -x \"status\", sessions-per-second in switch.conf.xml"),
        null => new(Verdict.Fault, subject, "OPTIONS is answered and INVITE is not", "an INVITE is larger: does a firewall drop fragments, or the word INVITE? Try ;transport=tcp in SipUri"),
        603 => new(Verdict.Fault, subject, "INVITE is refused with 603: the dialplan declines callers like ours", $"{Readme}; does a dialplan of your own refuse them?"),
        _ => new(Verdict.Fault, subject, $"INVITE is refused with {answers.Invite} {answers.Reason}", "FreeSWITCH's own log says more: fs_clibbb -x \"console loglevel debug\""),
    };

    // RFC 3326 §2: Q.850;cause=16
    private static int? CauseOf(string? reason) =>
        reason is not null && Cause().Match(reason) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^Q\.850\s*;.*cause\s*=\s*([0-9]{1,3})", RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Cause();
}
