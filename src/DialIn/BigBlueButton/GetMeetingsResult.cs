namespace DialIn.BigBlueButton;

/// <summary>What a server said to <c>getMeetings</c>: meetings or a failure, never both.</summary>
internal sealed record GetMeetingsResult
{
    private GetMeetingsResult(IReadOnlyList<BbbMeeting> meetings, BbbFailure? failure) => (Meetings, Failure) = (meetings, failure);

    /// <summary>The meetings of the server; empty after a failure.</summary>
    public IReadOnlyList<BbbMeeting> Meetings { get; }

    /// <summary>Why there is no answer; <see langword="null"/> if there is one.</summary>
    public BbbFailure? Failure { get; }

    /// <summary>The server answered.</summary>
    public static GetMeetingsResult Answered(IReadOnlyList<BbbMeeting> meetings) => new(meetings, null);

    /// <summary>It did not.</summary>
    public static GetMeetingsResult Failed(BbbFailure failure) => new([], failure);

    /// <summary>It did not.</summary>
    public static GetMeetingsResult Failed(BbbFailureKind kind, string detail) => Failed(new BbbFailure(kind, detail));
}
