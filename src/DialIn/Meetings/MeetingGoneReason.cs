namespace DialIn.Meetings;

/// <summary>Why a meeting can no longer be called.</summary>
internal enum MeetingGoneReason
{
    /// <summary>Its server answers and does not have it any more.</summary>
    Ended,

    /// <summary>Its server's API does not answer. The conference may live on, and the meeting may come back.</summary>
    ServerUnreachable,
}
