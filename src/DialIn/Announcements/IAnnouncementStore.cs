namespace DialIn.Announcements;

/// <summary>
/// Keeps what was announced, one entry for each meeting, way and recipient. Shared by all processes. Thread-safe.
/// Every method may throw <see cref="Pins.StoreUnavailableException"/>.
/// </summary>
internal interface IAnnouncementStore
{
    /// <summary>Writes an entry; the one of the same meeting, way and recipient is replaced, unless that one is <see cref="AnnouncementOutcome.Announced"/>.</summary>
    Task RecordAsync(Announcement announcement, CancellationToken cancellationToken);

    /// <summary>
    /// Takes on an announcement, so that nobody else sends it: writes it as <see cref="AnnouncementOutcome.Pending"/> unless it was announced
    /// already, or is pending since a moment that is not too long ago.
    /// </summary>
    /// <param name="announcement">What is going to be sent.</param>
    /// <param name="staleBefore">Who took it on before this moment has not come back and never will.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    /// <returns>Whether it is ours to send now.</returns>
    Task<bool> TryBeginAsync(Announcement announcement, DateTimeOffset staleBefore, CancellationToken cancellationToken);

    /// <summary>
    /// All entries of some meetings, meeting by meeting: the one in which something was tried last is the first; those of the same
    /// millisecond come in the order of their servers and ids.
    /// </summary>
    /// <param name="after">Only meetings behind this one; <see langword="null"/>: from the first on.</param>
    /// <param name="limit">Of at most so many meetings, from 1.</param>
    /// <param name="isFailed">Only meetings in which no moderator was told, and an attempt to tell one failed.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IReadOnlyList<Announcement>> ListMeetingsAsync(
        (DateTimeOffset LastAt, string ServerName, string InternalId)? after, int limit, bool isFailed, CancellationToken cancellationToken);

    /// <summary>All entries of several meetings on one server, in no order.</summary>
    /// <param name="serverName">The server that they are on.</param>
    /// <param name="internalIds">Their internal ids there.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IReadOnlyList<Announcement>> OfMeetingsAsync(string serverName, IReadOnlyCollection<string> internalIds, CancellationToken cancellationToken);

    /// <summary>All entries of one meeting.</summary>
    /// <param name="serverName">The server that it is on.</param>
    /// <param name="internalId">Its internal id there.</param>
    /// <param name="cancellationToken">Stops the wait.</param>
    Task<IReadOnlyList<Announcement>> OfMeetingAsync(string serverName, string internalId, CancellationToken cancellationToken);

    /// <summary>Removes the entries of before a moment.</summary>
    /// <returns>How many.</returns>
    Task<int> DeleteBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken);
}
