namespace DialIn.Simulator.Meetings;

/// <summary>Somebody who joined a meeting with a browser.</summary>
/// <param name="UserId">The external user id.</param>
/// <param name="InternalId">BBB's own id for this visit.</param>
/// <param name="FullName">The name shown in the list.</param>
/// <param name="Role">What they may do.</param>
public sealed record MeetingUser(string UserId, string InternalId, string FullName, MeetingRole Role)
{
    /// <summary>The role they came with.</summary>
    public MeetingRole JoinedAs { get; init; } = Role;
}
