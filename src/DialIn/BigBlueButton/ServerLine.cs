using DialIn.Announcements;
using DialIn.BigBlueButton.Hooks;
using DialIn.BigBlueButton.Redis;
using DialIn.Meetings;

namespace DialIn.BigBlueButton;

/// <summary>What belongs to the announcements of one server: who announces, the connection to its Redis if there is one, and what webhooks say.</summary>
/// <param name="Server">The server.</param>
/// <param name="Announcer">Who announces.</param>
/// <param name="Redis">The connection; <see langword="null"/> without <see cref="AnnounceOptions.Redis"/>.</param>
internal sealed record ServerLine(ServerOptions Server, ServerAnnouncer Announcer, RedisConnection? Redis)
{
    /// <summary>Takes what a webhook said.</summary>
    /// <param name="news">What.</param>
    /// <param name="meetings">Who else is told.</param>
    /// <param name="timestamp">When it came.</param>
    public async Task TakeAsync(HookNews news, MeetingDirectory meetings, long timestamp)
    {
        switch (news)
        {
            case HookMeeting created:
                meetings.MeetingCreated(created.Meeting, timestamp);
                break;
            case HookEnd end:
                meetings.MeetingEnded(Server.Name, end.InternalId, timestamp);
                break;
            case HookModerator moderator when Redis is not null && !Announcer.Knows(moderator.InternalId, moderator.UserId):
                await Redis.AskForUsersAsync(moderator.InternalId);
                break;
            default:
                break;
        }
    }
}
