using DialIn.Operations.Alarms;
using DialIn.Operations.Api;
using DialIn.Trunks;

namespace DialIn.Operations.Console;

/// <summary>All that the console shows, at one moment: what everybody who looks gets. No PIN, no secret and no whole number is in it.</summary>
/// <param name="IsDraining">Whether new calls are refused because the program ends.</param>
/// <param name="CallCount">How many calls are up.</param>
/// <param name="Calls">The calls; of more than fit, those that sound worst.</param>
/// <param name="Recent">Calls that have ended, the newest first.</param>
/// <param name="Trunks">Trunks and accounts.</param>
/// <param name="Servers">BBB servers.</param>
/// <param name="Pins">The pool; <see langword="null"/> while the database does not answer.</param>
/// <param name="Announcements">Meetings whose moderators were told nothing.</param>
/// <param name="Alarms">What is wrong.</param>
internal sealed record ConsoleState(
    bool IsDraining,
    int CallCount,
    IReadOnlyList<ConsoleCall> Calls,
    IReadOnlyList<ConsoleRecord> Recent,
    IReadOnlyList<ConsoleTrunk> Trunks,
    IReadOnlyList<ConsoleServer> Servers,
    PoolAnswer? Pins,
    IReadOnlyList<ConsoleAnnouncement> Announcements,
    IReadOnlyList<Alarm> Alarms);

/// <summary>A call that is up. Mos, loss (0 to 1) and jitter (ms) are of what the carrier sends, in the last five seconds.</summary>
internal sealed record ConsoleCall(
    string Id, string Trunk, string Caller, string Phase, DateTimeOffset StartedAt, string? Meeting, string? Server, string? Codec, double? Mos, double? Loss, double? Jitter);

/// <summary>A call that has ended.</summary>
internal sealed record ConsoleRecord(
    string Id,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    string Trunk,
    string Caller,
    string? Meeting,
    string? Server,
    string? Codec,
    string Result,
    string Reason,
    int? SipStatus,
    string? TrunkCause,
    string? ConferenceCause,
    double? Mos,
    double? Loss,
    double? Jitter);

/// <summary>A trunk or an account of it. What the carrier says of addresses and numbers is left out.</summary>
internal sealed record ConsoleTrunk(
    string Name,
    string? Account,
    string Mode,
    string State,
    string Says,
    string? HeldBy,
    DateTimeOffset? RegisteredSince,
    double? LatencyMilliseconds,
    IReadOnlyList<TrunkPassword> Passwords);

/// <summary>A server.</summary>
/// <param name="Name">Its name.</param>
/// <param name="State">Whether its API answers.</param>
/// <param name="Meetings">Meetings when it answered last.</param>
/// <param name="Callers">Callers in its conferences.</param>
/// <param name="SilentSince">When it answered last, if it does not now.</param>
internal sealed record ConsoleServer(string Name, string State, int Meetings, int Callers, DateTimeOffset? SilentSince);

/// <summary>A meeting whose moderators were told nothing.</summary>
/// <param name="Id">Another one each time that the room is opened, and nothing to be read from it.</param>
/// <param name="Meeting">Which.</param>
/// <param name="Server">Where.</param>
/// <param name="IsRunning">Whether it goes on.</param>
/// <param name="Why">Why, in one word.</param>
internal sealed record ConsoleAnnouncement(string Id, string Meeting, string Server, bool IsRunning, string Why);
