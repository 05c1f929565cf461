namespace DialIn.Pins;

/// <summary>What somebody wants for a room. What is not said stays as it is.</summary>
/// <param name="MeetingId">External meeting id, see <see cref="RoomRules"/>.</param>
/// <param name="Until">When the PIN leads nowhere any more; <see langword="null"/>: when it is released. Never shortens what the room has.</param>
/// <param name="Name">What the room is called.</param>
/// <param name="Language">Language of its moderators.</param>
/// <param name="IsByCreate">Whether a front end's <c>create</c> wants it: that leaves a room which somebody else has reserved as it is.</param>
internal sealed record ReservationRequest(string MeetingId, DateTimeOffset? Until = null, string? Name = null, string? Language = null, bool IsByCreate = false);
