using DialIn.Pins;

namespace DialIn.Announcements;

/// <summary>One way to tell the people of a meeting. Thread-safe.</summary>
internal interface IAnnouncer
{
    /// <summary>Which way.</summary>
    AnnouncementWay Way { get; }

    /// <summary>Tells them. Every fault of network or server is an outcome, never an exception.</summary>
    /// <param name="job">What, to whom.</param>
    /// <param name="pin">The room's PIN.</param>
    /// <param name="mayTell">Asked right before anything with the PIN is sent: whether the recipient is still one who may read it.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    Task<AnnouncementOutcome> AnnounceAsync(AnnouncementJob job, Pin pin, Func<bool> mayTell, CancellationToken cancellationToken);
}
