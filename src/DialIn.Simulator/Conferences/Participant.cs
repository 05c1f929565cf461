using System.Collections.Immutable;
using DialIn.Media.Codecs;
using DialIn.Media.Sdp;
using DialIn.Simulator.Audio;
using DialIn.Simulator.Rtp;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;

namespace DialIn.Simulator.Conferences;

/// <summary>A caller in a simulated conference. Safe to use from any thread, also after they left.</summary>
public sealed class Participant
{
    private readonly TaskCompletionSource<SessionEnd> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Changes _changes = new();
    private readonly AudioNegotiation _negotiation;
    private readonly MediaClock _clock;
    private readonly AudioPath _path;
    private readonly LineAudio _line = new(Conference.SampleRate);
    private readonly RateConverter _toRecording;
    private readonly short[] _recorded;
    private ImmutableList<char> _digits = [];
    private InviteSession? _session;
    private long _packetsReceived;
    private bool _isMuted;

    internal Participant(
        SipRequest invite, Caller caller, AudioNegotiation negotiation, NegotiatedAudio negotiated, RtpPortPair ports,
        MediaClock clock, TimeSpan recordingLimit, DateTimeOffset joinedAt)
    {
        (Invite, CallerName, CallerNumber, JoinedAt) = (invite, caller.Name, caller.Number, joinedAt);
        (_negotiation, _clock, Negotiated) = (negotiation, clock, negotiated);
        _path = new AudioPath(ports, AddDigit);
        _path.Start(negotiated);
        Heard = new Recording(Codec.SampleRate, recordingLimit);
        _toRecording = new RateConverter(Conference.SampleRate, Heard.SampleRate);
        _recorded = new short[Codec.SamplesPerFrame];
    }

    /// <summary>The caller-id name that everybody in the meeting reads.</summary>
    public string CallerName { get; }

    /// <summary>The caller-id number that bans work by.</summary>
    public string CallerNumber { get; }

    /// <summary>Whether BBB would take this call for a web user's, because of the name.</summary>
    public bool IsTakenForWebUser => CallerRules.IsTakenForWebUser(CallerName);

    /// <summary>The INVITE as it came, for a look at every header.</summary>
    public SipRequest Invite { get; }

    /// <summary>When the call was answered.</summary>
    public DateTimeOffset JoinedAt { get; }

    /// <summary>The codec of the call.</summary>
    public AudioCodec Codec => Negotiated.Format.Codec;

    /// <summary>What was agreed on last.</summary>
    public NegotiatedAudio Negotiated { get; private set; }

    /// <summary>The keys pressed until now, by INFO and by telephone-event, in the order of their arrival.</summary>
    public string Digits => string.Concat(_digits);

    /// <summary>Whether the conference keeps this caller's voice from the others, as a moderator sees it.</summary>
    public bool IsMuted => Volatile.Read(ref _isMuted);

    /// <summary>What this caller said, muted or not.</summary>
    public Recording Heard { get; }

    /// <summary>Audio packets that came from this caller.</summary>
    public long PacketsReceived => Interlocked.Read(ref _packetsReceived);

    /// <summary>Completed when the call is over, with how it ended.</summary>
    public Task<SessionEnd> Left => _left.Task;

    /// <summary>Waits until a sequence of keys was pressed, other keys before it allowed.</summary>
    /// <param name="digits">The keys.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForDigitsAsync(string digits, CancellationToken cancellationToken) =>
        _changes.WaitUntilAsync(() => Digits.EndsWith(digits, StringComparison.Ordinal), cancellationToken);

    /// <summary>Hangs up on the caller, as a moderator does who removes somebody.</summary>
    public void Kick() => HangUp("Q.850;cause=16;text=\"NORMAL_CLEARING\"");

    /// <summary>Hangs up on the caller, for a reason that the BYE gives, in FreeSWITCH's words.</summary>
    internal void HangUp(string reason) => Volatile.Read(ref _session)?.Bye(reason);

    /// <summary>One frame of this caller at the conference's rate; filled by <see cref="Hear"/>.</summary>
    internal short[] Voice { get; } = new short[Conference.SamplesPerFrame];

    /// <summary>The key that mutes; null for none.</summary>
    internal char? MuteKey { get; init; }

    internal void Attach(InviteSession session) => Volatile.Write(ref _session, session);

    /// <summary>Takes what the SIP stack reports, on its loop.</summary>
    internal void OnSessionEvent(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionInfo info when InfoDigits.Read(info.Request) is { } digit:
                AddDigit(digit);
                break;
            case SessionReinvite { Invite: var reinvite }:
                Answer(reinvite);
                break;
            case SessionEnded ended:
                _left.TrySetResult(ended.End);
                break;
        }
    }

    /// <summary>Reads a frame of this caller. On the media thread.</summary>
    internal void Hear()
    {
        _path.Receive();
        _line.Read(_path, Voice);
        _toRecording.Convert(Voice, _recorded);
        Heard.Append(_recorded);
        if (IsMuted)
        {
            Array.Clear(Voice);
        }

        Interlocked.Exchange(ref _packetsReceived, _path.PacketsReceived);
    }

    /// <summary>Sends a frame to this caller. On the media thread.</summary>
    internal void Tell(long frameNumber, ReadOnlySpan<short> mixed)
    {
        _line.Send(_path, frameNumber, mixed);
    }

    /// <summary>Closes the ports. On the media thread, or when it has ended.</summary>
    internal void Close() => _path.Close();

    /// <summary>The call is gone without a BYE. Nothing is sent.</summary>
    internal void Vanish() => _left.TrySetResult(new SessionEnd(SessionEndCause.TransportError));

    private void Answer(PendingReinvite reinvite)
    {
        if (_negotiation.Answer(reinvite.Request.Body, out var negotiated) is not { } answer || negotiated is null)
        {
            reinvite.Reject(488);
            return;
        }

        Negotiated = negotiated;
        _clock.Post(() => _path.Start(negotiated));
        reinvite.Accept(answer, SessionDescription.ContentType);
    }

    private void AddDigit(char digit)
    {
        if (digit == MuteKey)
        {
            Volatile.Write(ref _isMuted, !IsMuted);
        }

        ImmutableInterlocked.Update(ref _digits, (list, added) => list.Add(added), digit);
        _changes.Notify();
    }
}
