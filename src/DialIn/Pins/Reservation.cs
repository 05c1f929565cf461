namespace DialIn.Pins;

/// <summary>A room and the PIN that leads to it.</summary>
/// <param name="MeetingId">The meeting's external id, as the front end and BBB's <c>meetingID</c> name it.</param>
/// <param name="Pin">The PIN. Unique among all rooms.</param>
/// <param name="AssignedAt">When the room got it, UTC, in whole milliseconds.</param>
/// <param name="Until">When the PIN leads nowhere any more; <see langword="null"/>: when it is released, as for a permanent room.</param>
/// <param name="Name">What the room is called, for its invitation; <see langword="null"/> if nobody has said it.</param>
/// <param name="Language">Language of its moderators, such as <c>de</c>; <see langword="null"/> if nobody has said it.</param>
/// <param name="IsByCreate">Whether only <c>create</c> calls have reserved it, so that the next one may prolong it.</param>
internal sealed record Reservation(
    string MeetingId, Pin Pin, DateTimeOffset AssignedAt, DateTimeOffset? Until = null, string? Name = null, string? Language = null, bool IsByCreate = false);
