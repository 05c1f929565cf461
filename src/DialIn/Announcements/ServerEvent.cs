namespace DialIn.Announcements;

/// <summary>Something that a conference server told of one of its meetings, in the order in which it happened there.</summary>
/// <param name="InternalId">The meeting's internal id.</param>
internal abstract record ServerEvent(string InternalId);

/// <summary>The meeting goes on.</summary>
/// <param name="InternalId">The meeting's internal id.</param>
/// <param name="MeetingId">Its external id.</param>
/// <param name="IsBreakout">Whether it is a breakout room: those have no PIN of their own.</param>
/// <param name="Language">Language that its creator asked for; <see langword="null"/> where nobody did.</param>
/// <param name="Message">What its moderators are shown at the start.</param>
internal sealed record MeetingHeard(string InternalId, string MeetingId, bool IsBreakout, string? Language, ModeratorsText Message) : ServerEvent(InternalId);

/// <summary>The meeting has ended.</summary>
internal sealed record MeetingClosed(string InternalId) : ServerEvent(InternalId);

/// <summary>Somebody is in the meeting.</summary>
/// <param name="InternalId">The meeting's internal id.</param>
/// <param name="UserId">BBB's internal id of this visit.</param>
/// <param name="IsModerator">Whether as a moderator.</param>
/// <param name="IsAdmitted">Whether really in it, and not in the waiting room.</param>
internal sealed record UserEntered(string InternalId, string UserId, bool IsModerator, bool IsAdmitted) : ServerEvent(InternalId);

/// <summary>Somebody is not in the meeting any more.</summary>
internal sealed record UserGone(string InternalId, string UserId) : ServerEvent(InternalId);

/// <summary>Somebody waits no more, or is turned away.</summary>
internal sealed record UserJudged(string InternalId, string UserId, bool IsAdmitted) : ServerEvent(InternalId);

/// <summary>Somebody is a moderator from now on, or is none any more.</summary>
internal sealed record RoleChanged(string InternalId, string UserId, bool IsModerator) : ServerEvent(InternalId);

/// <summary>These are all who are in the meeting.</summary>
internal sealed record UsersListed(string InternalId, IReadOnlyList<UserEntered> Users) : ServerEvent(InternalId);
