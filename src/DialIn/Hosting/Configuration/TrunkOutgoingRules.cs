using DialIn.Trunks;

namespace DialIn.Hosting.Configuration;

/// <summary>Rules for <c>Trunks[].Outgoing</c>: all of it or nothing, and only where nobody registers.</summary>
internal static class TrunkOutgoingRules
{
    /// <summary>Checks one trunk.</summary>
    public static void Check(TrunkOptions trunk, int index, string baseFolder, FaultList faults)
    {
        var outgoing = trunk.Outgoing;
        if (outgoing is { Target: null, Username: null, PasswordFile: null, Realm: null })
        {
            return;
        }

        var target = OptionsRules.Key($"Trunks:{index}:Outgoing:Target");
        if (trunk.Mode == TrunkMode.Register)
        {
            faults.Warn(target, outgoing.Target, "has no effect on a Register trunk, whose Registrar, Username and PasswordFile serve both ways; remove Outgoing");
            return;
        }

        if (outgoing.Target is null || !SipUriRule.IsValid(outgoing.Target, needsUser: false))
        {
            faults.Add(target, outgoing.Target, "must be the SIP URI of the carrier's server that takes requests from us, such as sip:carrier.example");
        }

        if (outgoing is not { Username: null, PasswordFile: null, Realm: null })
        {
            // A carrier that knows us by our address asks for none.
            TrunkAccountRules.CheckUsername(outgoing.Username, OptionsRules.Key($"Trunks:{index}:Outgoing:Username"), faults);
        }

        TrunkRules.CheckRealm(outgoing.Realm, OptionsRules.Key($"Trunks:{index}:Outgoing:Realm"), faults);
        if (TrunkAccount.Outgoing(trunk) is { PasswordFile: not null } account)
        {
            PasswordFileRule.Check(account, OptionsRules.Key($"Trunks:{index}:Outgoing:PasswordFile"), baseFolder, faults);
        }
    }
}
