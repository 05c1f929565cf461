namespace DialIn.Simulator.Meetings;

/// <summary>Something that happened in a meeting, for those who publish it.</summary>
/// <param name="Meeting">The meeting.</param>
internal abstract record MeetingNotice(SimulatedMeeting Meeting);

/// <summary>It was created.</summary>
internal sealed record MeetingBegan(SimulatedMeeting Meeting) : MeetingNotice(Meeting);

/// <summary>It has ended.</summary>
internal sealed record MeetingOver(SimulatedMeeting Meeting) : MeetingNotice(Meeting);

/// <summary>A web user is in it.</summary>
internal sealed record UserCame(SimulatedMeeting Meeting, MeetingUser User) : MeetingNotice(Meeting);

/// <summary>A web user is not in it any more.</summary>
internal sealed record UserWent(SimulatedMeeting Meeting, MeetingUser User) : MeetingNotice(Meeting);

/// <summary>A web user has another role.</summary>
internal sealed record RoleSet(SimulatedMeeting Meeting, MeetingUser User) : MeetingNotice(Meeting);

/// <summary>Somebody wrote into the public chat.</summary>
internal sealed record PublicChatWritten(SimulatedMeeting Meeting, Chats.ChatLine Line) : MeetingNotice(Meeting);
