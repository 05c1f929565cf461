using DialIn.Announcements;
using DialIn.Pins;

namespace DialIn.BigBlueButton;

/// <summary>Writes a hint into the public chat, where moderators find number and PIN. BBB API: sendChatMessage, since 3.0. Thread-safe.</summary>
internal sealed class PublicHint(ServerOptions server, BbbCalls calls, DialInTexts texts) : IAnnouncer
{
    /// <inheritdoc/>
    public AnnouncementWay Way => AnnouncementWay.PublicHint;

    /// <inheritdoc/>
    public async Task<AnnouncementOutcome> AnnounceAsync(AnnouncementJob job, Pin pin, Func<bool> mayTell, CancellationToken cancellationToken)
    {
        if (!mayTell())
        {
            return AnnouncementOutcome.Gone;
        }

        // Everybody reads it: the PIN is not given to the text at all.
        var hint = texts.PublicHint(job.Language ?? server.Announce.Language);
        var (_, failure) = await calls.CallAsync(server, "sendChatMessage", [("meetingID", job.MeetingId), ("message", hint)], cancellationToken);
        return failure switch
        {
            null => AnnouncementOutcome.Announced,
            { Kind: BbbFailureKind.Refused or BbbFailureKind.Checksum } => AnnouncementOutcome.Refused,
            _ => AnnouncementOutcome.Unreachable,
        };
    }
}
