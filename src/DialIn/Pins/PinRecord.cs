namespace DialIn.Pins;

/// <summary>A PIN of the pool as it moves from one database to another.</summary>
/// <param name="Pin">The PIN.</param>
/// <param name="State">What has become of it.</param>
/// <param name="MeetingId">The room it leads to, if it is reserved.</param>
/// <param name="Since">When it was reserved or released; <see langword="null"/> for a free one, and where nobody knows.</param>
/// <param name="Until">When it leads nowhere any more, if it is reserved for a time.</param>
/// <param name="Name">What the room is called; <see langword="null"/> if nobody has said it.</param>
/// <param name="Language">Language of the room's moderators; <see langword="null"/> if nobody has said it.</param>
/// <param name="IsByCreate">Whether only <c>create</c> calls have reserved it, so that the next one may prolong it.</param>
internal sealed record PinRecord(
    Pin Pin, PinState State, string? MeetingId = null, DateTimeOffset? Since = null, DateTimeOffset? Until = null, string? Name = null, string? Language = null, bool IsByCreate = false);

/// <summary>What has become of a PIN.</summary>
internal enum PinState
{
    /// <summary>Never used.</summary>
    Free,

    /// <summary>It leads to a room.</summary>
    Reserved,

    /// <summary>It has led to a room, and rests.</summary>
    Quarantined,
}
