using DialIn.Meetings;

namespace DialIn.BigBlueButton.Hooks;

/// <summary>What a webhook says that matters here. Names and addresses of people are not read.</summary>
internal abstract record HookNews;

/// <summary>A meeting was created.</summary>
internal sealed record HookMeeting(RunningMeeting Meeting) : HookNews;

/// <summary>A meeting has ended.</summary>
internal sealed record HookEnd(string InternalId) : HookNews;

/// <summary>A moderator has come. Webhooks come late and in any order: what they say of somebody's role is a reason to ask, never the answer.</summary>
internal sealed record HookModerator(string InternalId, string UserId) : HookNews;
