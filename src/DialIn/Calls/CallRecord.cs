namespace DialIn.Calls;

/// <summary>What is kept of a call after it has ended, for a few days: enough to say why it failed, and never the PIN.</summary>
internal sealed record CallRecord
{
    /// <summary>Our own id of the call, the one in the log.</summary>
    public required string Id { get; init; }

    /// <summary>When the INVITE came, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When we answered; <see langword="null"/> if we did not.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }

    /// <summary>When the call was over, UTC.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Name of the trunk it came through.</summary>
    public required string Trunk { get; init; }

    /// <summary>Which of our numbers was called, E.164.</summary>
    public required string CalledNumber { get; init; }

    /// <summary>The caller, masked (<c>+49…34</c>).</summary>
    public required string Caller { get; init; }

    /// <summary>Name of the BBB server, if the call got that far.</summary>
    public string? Server { get; init; }

    /// <summary>External id of the meeting, if the PIN was right.</summary>
    public string? MeetingId { get; init; }

    /// <summary>Encoding name of the audio, such as <c>G722</c>; where it was transcoded, the trunk's and the conference's: <c>PCMU/PCMA</c>.</summary>
    public string? Codec { get; init; }

    /// <summary>Who ended it or is to blame: the call end's result.</summary>
    public required string Result { get; init; }

    /// <summary>Why it ended: the call end's reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The final SIP status towards the caller, 200 to 699; <see langword="null"/> if none was sent.</summary>
    public int? SipStatus { get; init; }

    /// <summary>The cause that the carrier gave for the end, such as <c>Q.850 16</c>; <see langword="null"/> if it gave none.</summary>
    public string? TrunkCause { get; init; }

    /// <summary>The cause that the conference server gave for the end of its last leg; <see langword="null"/> if it gave none.</summary>
    public string? ConferenceCause { get; init; }

    /// <summary>How the leg to the carrier was transported; <see langword="null"/> if nothing came or went.</summary>
    public CallQuality? TrunkQuality { get; init; }

    /// <summary>The same of the leg to the conference; of several, of the one through which most came.</summary>
    public CallQuality? ConferenceQuality { get; init; }
}
