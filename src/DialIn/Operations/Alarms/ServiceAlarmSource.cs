using DialIn.BigBlueButton;
using DialIn.Meetings;
using DialIn.Pins;

namespace DialIn.Operations.Alarms;

/// <summary>Servers and a database that do not answer, moderators who were told nothing, a pool that runs low or is guessed at.</summary>
internal sealed class ServiceAlarmSource(MeetingDirectory meetings, AnnouncementOverview announcements, PinMeters pins, PinsOptions options) : IAlarmSource
{
    /// <inheritdoc/>
    public IEnumerable<AlarmFinding> Find()
    {
        foreach (var server in meetings.Servers.Where(static server => server.State == ServerState.Unreachable))
        {
            yield return new AlarmFinding(
                "ServerUnreachable", server.Name, true, $"the API of {server.Name} does not answer; callers of its meetings wait. The log says why (5002)");
        }

        foreach (var (server, missing) in announcements.CountMissing().Where(static entry => entry.Value > 0))
        {
            yield return new AlarmFinding(
                "AnnouncementsFailed", server, false, $"{missing} running meetings on {server} have a PIN that none of their moderators was told; it is tried again. GET /api/v1/announcements says why");
        }

        if (pins.IsStoreLost)
        {
            yield return new AlarmFinding(
                "StoreUnavailable", "database", true, "the database does not answer: PINs cannot be looked up. Is the disk full, or does another process hold it?");
        }

        if (pins.IsLow)
        {
            yield return new AlarmFinding(
                "PinsLow", "pool", false, $"fewer than {options.LowWater} PINs are free (Pins:LowWater): dialin pins generate, or Pins:RefillTo");
        }

        if (pins.IsBudgetUsedUp)
        {
            yield return new AlarmFinding(
                "PinsGuessed", "pool", false, "Pins:MaxWrongPerHour is used up: somebody may be guessing PINs. Tries are harder for everybody for a while");
        }
    }
}
