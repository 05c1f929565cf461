namespace DialIn.Media.Relay;

/// <summary>What happens on a leg. Raised on the loop's thread: the receiver posts it to its own mailbox and returns at once.</summary>
public abstract record MediaEvent;

/// <summary>A key was pressed: raised once for each press and way, as the press begins. An interruptible playback stops.</summary>
/// <param name="Digit"><c>0</c>-<c>9</c> <c>*</c> <c>#</c> <c>A</c>-<c>D</c>.</param>
public sealed record DigitReceived(char Digit) : MediaEvent
{
    /// <summary>Whether it was heard as tones in the audio; else it came as telephone-event.</summary>
    public bool IsInBand { get; init; }

    /// <summary>A digit may be part of a PIN, so it does not print.</summary>
    public override string ToString() => $"{nameof(DigitReceived)} {{ * }}";
}

/// <summary>A fax machine calls: its tone was heard, or a gateway tells of it. Raised once, while <see cref="MediaLeg.ListenForFax"/> is on.</summary>
public sealed record FaxHeard : MediaEvent;

/// <summary>A playback is over: raised exactly once for each play, whatever ended it.</summary>
/// <param name="Id">Which one.</param>
public sealed record PlaybackEnded(PlaybackId Id) : MediaEvent
{
    /// <summary>True when it played to its end; false when a digit, a stop or another playback cut it short, or it could not play.</summary>
    public bool Completed { get; init; }
}

/// <summary>The source of the peer's packets is known; audio and digits count from here on.</summary>
public sealed record MediaStarted : MediaEvent;

/// <summary>No packet came for <see cref="MediaLegOptions.SilenceAfter"/>, although the peer may send. Raised once for each silence.</summary>
/// <param name="Since">How long the silence lasts by now.</param>
public sealed record MediaSilent(TimeSpan Since) : MediaEvent;

/// <summary>Neither RTP nor RTCP came for <see cref="MediaLegOptions.Timeout"/>, or on hold for <see cref="MediaLegOptions.TimeoutOnHold"/>.</summary>
/// <param name="Since">How long nothing came.</param>
public sealed record MediaTimedOut(TimeSpan Since) : MediaEvent;

/// <summary>A packet came after <see cref="MediaSilent"/>.</summary>
public sealed record MediaResumed : MediaEvent;
