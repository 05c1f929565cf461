using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>DialIn:Trunks</c>.</summary>
internal static class TrunkRules
{
    private static readonly TimeSpan ShortestExpiry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(1);

    /// <summary>Checks them.</summary>
    public static void Check(IReadOnlyList<TrunkOptions> trunks, string baseFolder, FaultList faults)
    {
        if (trunks.Count == 0)
        {
            faults.Add(OptionsRules.Key($"Trunks"), null, "is missing; name at least one carrier: [ { \"Name\": \"carrier\", \"Mode\": \"Static\", \"AllowedSources\": [\"192.0.2.0/24\"] } ]");
        }

        NameRules.Check(trunks.Select(static trunk => trunk.Name), "Trunks", faults);
        foreach (var (index, trunk) in trunks.Index())
        {
            CheckSources(trunk, index, faults);
            TrunkOutgoingRules.Check(trunk, index, baseFolder, faults);
            CodecRules.Check(trunk.Codecs, OptionsRules.Key($"Trunks:{index}:Codecs"), faults);
            if (trunk.Mode == TrunkMode.Register)
            {
                CheckRegister(trunk, index, faults);
                TrunkAccountRules.Check(trunk, index, baseFolder, faults);
            }
            else
            {
                CheckStatic(trunk, index, faults);
            }
        }
    }

    /// <summary>Checks a realm, if there is one.</summary>
    internal static void CheckRealm(string? realm, string key, FaultList faults)
    {
        if (realm is not null && (realm.Length == 0 || realm.Any(static c => char.IsControl(c) || c is '"' or '\\')))
        {
            faults.Add(key, realm, "must be the realm that the carrier names in its challenges, without quotes");
        }
    }

    private static void CheckSources(TrunkOptions trunk, int index, FaultList faults)
    {
        var list = OptionsRules.Key($"Trunks:{index}:AllowedSources");
        if (trunk.Mode == TrunkMode.Static && trunk.AllowedSources.Count == 0 && trunk.Authentication.Username is null && trunk.CertificateNames.Count == 0)
        {
            faults.Add(list, null, "is missing; a Static trunk is known by where it calls from: [\"192.0.2.0/24\", \"sip.carrier.example\"], by a password: Authentication, or by its certificate: CertificateNames");
        }

        if (trunk.AllowedSources.Any(static source => source.IsEverything))
        {
            faults.Warn(list, string.Join(", ", trunk.AllowedSources), "admits the whole internet; name the carrier's networks");
        }
    }

    private static void CheckRegister(TrunkOptions trunk, int index, FaultList faults)
    {
        if (trunk.Registrar is null || !SipUriRule.IsValid(trunk.Registrar, needsUser: false))
        {
            faults.Add(OptionsRules.Key($"Trunks:{index}:Registrar"), trunk.Registrar, "must be the registrar's SIP URI, such as sip:registrar.example.org or sip:192.0.2.1:5060;transport=tcp");
        }

        if (trunk.OutboundProxy is { } proxy && !SipUriRule.IsValid(proxy, needsUser: false))
        {
            faults.Add(OptionsRules.Key($"Trunks:{index}:OutboundProxy"), proxy, "must be a SIP URI, such as sip:proxy.example.org");
        }

        CheckRealm(trunk.Realm, OptionsRules.Key($"Trunks:{index}:Realm"), faults);
        CheckSecurityAgreement(trunk, index, faults);
        if (trunk.Expires < ShortestExpiry || trunk.Expires > LongestExpiry)
        {
            faults.Add(OptionsRules.Key($"Trunks:{index}:Expires"), Duration.Format(trunk.Expires), $"must be {Duration.Format(ShortestExpiry)} to {Duration.Format(LongestExpiry)}");
        }
    }

    // The keys of the media travel in the signalling: whoever reads it hears the calls.
    private static void CheckSecurityAgreement(TrunkOptions trunk, int index, FaultList faults)
    {
        if (trunk.SecurityAgreement != TrunkSecurityAgreement.None && !IsTls(trunk.OutboundProxy ?? trunk.Registrar ?? ""))
        {
            var target = trunk.OutboundProxy is null ? nameof(trunk.Registrar) : nameof(trunk.OutboundProxy);
            faults.Add(OptionsRules.Key($"Trunks:{index}:SecurityAgreement"), trunk.SecurityAgreement, $"needs TLS; write {target} with ;transport=tls or as sips:");
        }
    }

    private static bool IsTls(string uri) =>
        uri.StartsWith("sips:", StringComparison.OrdinalIgnoreCase) || uri.Contains(";transport=tls", StringComparison.OrdinalIgnoreCase);

    private static void CheckStatic(TrunkOptions trunk, int index, FaultList faults)
    {
        (string Name, string? Value)[] unused =
        [
            (nameof(trunk.Registrar), trunk.Registrar),
            (nameof(trunk.Username), trunk.Username),
            (nameof(trunk.AuthUsername), trunk.AuthUsername),
            (nameof(trunk.PasswordFile), trunk.PasswordFile),
            (nameof(trunk.OutboundProxy), trunk.OutboundProxy),
            (nameof(trunk.Realm), trunk.Realm),
            (nameof(trunk.SecurityAgreement), trunk.SecurityAgreement == TrunkSecurityAgreement.None ? null : trunk.SecurityAgreement.ToString()),
            (nameof(trunk.Accounts), trunk.Accounts.Count > 0 ? string.Join(", ", trunk.Accounts.Select(static account => account.Name)) : null),
        ];
        foreach (var (name, value) in unused.Where(static option => option.Value is not null))
        {
            faults.Warn(OptionsRules.Key($"Trunks:{index}:{name}"), value, "has no effect on a Static trunk; remove it, or set Mode to Register");
        }
    }
}
