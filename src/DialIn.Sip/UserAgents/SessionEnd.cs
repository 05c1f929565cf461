namespace DialIn.Sip.UserAgents;

/// <summary>The one end of a session.</summary>
/// <param name="Cause">Why.</param>
/// <param name="StatusCode">The status of the response that ended it, if one did.</param>
/// <param name="Reason">The peer's Reason header field or reason phrase, if it gave one.</param>
public sealed record SessionEnd(SessionEndCause Cause, int? StatusCode = null, string? Reason = null)
{
    /// <summary>The codes of the Warning header fields of that response, RFC 3261 §20.43: there may be several, in any order.</summary>
    public IReadOnlyList<int> WarningCodes { get; init; } = [];
}
