using DialIn.Trunks;

namespace DialIn.Operations.Alarms;

/// <summary>Lists of networks that carriers publish and that could not be read for more than a day: the carrier may call from elsewhere by now.</summary>
internal sealed class ListAlarmSource(TrunkAddresses addresses) : IAlarmSource
{
    /// <inheritdoc/>
    public IEnumerable<AlarmFinding> Find() => addresses.Outdated.Select(static list => new AlarmFinding(
        "TrunkListOld", list.Trunk, false, $"the list of networks at {list.Address} could not be read for more than a day; {list.Meanwhile}. dialin check says what is wrong with it"));
}
