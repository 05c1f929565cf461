using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Meetings;

namespace DialIn.Calls;

/// <summary>All that a call's machine knows about the call. Plain data, from which the call can be taken up again.</summary>
internal sealed record CallState
{
    /// <summary>Where the call is.</summary>
    public required CallPhase Phase { get; init; }

    /// <summary>The language the caller hears.</summary>
    public required string Language { get; init; }

    /// <summary>What is playing to the caller; <see langword="null"/> for nothing.</summary>
    public CurrentPlayback? Playing { get; init; }

    /// <summary>The timers that run.</summary>
    public IReadOnlyList<PendingTimer> Timers { get; init; } = [];

    /// <summary>The meeting that is being watched, once the PIN was right.</summary>
    public string? WatchedMeetingId { get; init; }

    /// <summary>The meeting that was dialled last and is no breakout room: where a caller comes back to from one.</summary>
    public RunningMeeting? Main { get; init; }

    /// <summary>The breakout rooms of that meeting that the caller may enter, by their numbers.</summary>
    public IReadOnlyList<RunningMeeting> Rooms { get; init; } = [];

    /// <summary>Whether the caller knows that there are breakout rooms, and how to get there.</summary>
    public bool KnowsRooms { get; init; }

    /// <summary>Whether the call has a place in a meeting that takes only so many callers.</summary>
    public bool HasPlace { get; init; }

    /// <summary>The opening of a meeting in which the caller was muted as whoever comes in; by its internal id.</summary>
    public string? MutedOnStartIn { get; init; }

    /// <summary>Whether the caller is muted because whoever comes in is, and has not yet asked to be heard.</summary>
    public bool IsMutedOnStart { get; init; }

    /// <summary>The conference leg, from INVITE to its end. Never more than one.</summary>
    public ConferenceLeg? Conference { get; init; }

    /// <summary>Whether the caller has been in the conference.</summary>
    public bool WasInMeeting { get; init; }

    /// <summary>Whether the bridge keeps the caller's voice from the conference.</summary>
    public bool IsMuted { get; init; }

    /// <summary>Whether keys are heard as tones in the caller's audio.</summary>
    public bool ListensForTones { get; init; }

    /// <summary>Whether it is listened for a fax machine.</summary>
    public bool ListensForFax { get; init; }

    /// <summary>Whether the caller's side has put us on hold.</summary>
    public bool IsOnHold { get; init; }

    /// <summary>What the two sides speak.</summary>
    public CallCodecs Codecs { get; init; } = new();

    /// <summary>An offer of the caller's side that waits until the conference has changed its codec; <see langword="null"/> if none does.</summary>
    public WaitingOffer? Offer { get; init; }

    /// <summary>The last number given to a playback, a question, a leg or a timer. Numbers only grow.</summary>
    public int LastNumber { get; init; }
}

/// <summary>What is playing to the caller.</summary>
/// <param name="Number">Number of the playback.</param>
/// <param name="Loop">Whether it goes on until stopped.</param>
internal sealed record CurrentPlayback(int Number, bool Loop);

/// <summary>A timer that runs.</summary>
/// <param name="Timer">Which one.</param>
/// <param name="Generation">Its number; one with another number is an older one that fired late.</param>
internal sealed record PendingTimer(CallTimer Timer, int Generation);

/// <summary>An offer that waits.</summary>
/// <param name="Codec">What the caller's side speaks once it is answered.</param>
/// <param name="WasOnHold">Whether the caller's side had us on hold before it.</param>
internal sealed record WaitingOffer(AudioCodec Codec, bool WasOnHold);

/// <summary>The leg to a conference.</summary>
/// <param name="Number">Number of the leg.</param>
/// <param name="Meeting">Which conference.</param>
/// <param name="Codec">What it was offered, and speaks once it has answered.</param>
/// <param name="IsJoined">Whether it has answered and audio is relayed.</param>
/// <param name="MuteKey">The key by which its server mutes a caller, if it has one.</param>
/// <param name="WasMuteKeyPressed">Whether the caller has pressed that key an odd number of times: as far as we know, who was heard is muted there now.</param>
internal sealed record ConferenceLeg(int Number, RunningMeeting Meeting, AudioCodec Codec, bool IsJoined, TelephoneKey? MuteKey = null, bool WasMuteKeyPressed = false);
