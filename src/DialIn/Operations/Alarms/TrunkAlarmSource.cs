using DialIn.Sip.UserAgents;
using DialIn.Trunks;

namespace DialIn.Operations.Alarms;

/// <summary>Trunks that bring no calls, or not all.</summary>
internal sealed class TrunkAlarmSource(TrunkRegistrations trunks, QuietTrunks quiet) : IAlarmSource
{
    /// <inheritdoc/>
    public IEnumerable<AlarmFinding> Find()
    {
        foreach (var trunk in trunks.Statuses)
        {
            foreach (var finding in Of(trunk))
            {
                yield return finding;
            }
        }

        foreach (var name in quiet.Quiet)
        {
            yield return new AlarmFinding("TrunkQuiet", name, false, $"{name} has brought no call for longer than AlarmWithoutCallsFor; place one: the carrier, the number or the firewall may have changed");
        }
    }

    /// <summary>What is wrong with an account.</summary>
    internal static IEnumerable<AlarmFinding> Of(TrunkStatus trunk)
    {
        var label = trunk.Account is null || trunk.Account == trunk.Name ? trunk.Name : $"{trunk.Name}/{trunk.Account}";
        var isBound = trunk.RegisteredSince is not null;
        switch (trunk.State)
        {
            case "NoPassword":
                yield return new AlarmFinding("TrunkNoPassword", label, true, trunk.Says);
                break;
            case nameof(RegistrationState.Refused):
                yield return new AlarmFinding("TrunkRefused", label, !isBound, trunk.Says);
                break;
            case "Standby" when trunk.StoreSilentSince is not null:
                yield return new AlarmFinding("TrunkNotRegistered", label, true, trunk.Says);
                break;
            case nameof(RegistrationState.Failing):
            case nameof(RegistrationState.Registered) when !isBound:
                yield return new AlarmFinding(isBound ? "TrunkNotRefreshed" : "TrunkNotRegistered", label, !isBound, trunk.Says);
                break;
        }

        if (trunk.OtherContacts.Count > 0)
        {
            yield return new AlarmFinding("TrunkShared", label, false, $"somebody else keeps the account {label} registered; calls may go there. One account belongs to one node");
        }
    }
}
