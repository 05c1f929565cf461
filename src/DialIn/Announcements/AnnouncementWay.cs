namespace DialIn.Announcements;

/// <summary>How the people of a meeting learn number and PIN.</summary>
internal enum AnnouncementWay
{
    /// <summary>The meeting was created with the message to its moderators. BBB API: create, <c>moderatorOnlyMessage</c>.</summary>
    CreateMessage,

    /// <summary>A private chat to each moderator, through the server's Redis.</summary>
    ModeratorChat,

    /// <summary>A line in the public chat that says where moderators find number and PIN, without the PIN. BBB API: sendChatMessage.</summary>
    PublicHint,
}
