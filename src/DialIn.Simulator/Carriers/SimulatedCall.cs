using System.Text;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Sdp;
using DialIn.Simulator.Audio;
using DialIn.Simulator.Rtp;
using DialIn.Sip.UserAgents;

namespace DialIn.Simulator.Carriers;

/// <summary>A call that a <see cref="SimulatedCarrier"/> placed: what the caller hears, says and types. Safe to use from any thread.</summary>
public sealed class SimulatedCall : IAsyncDisposable
{
    // A click is shorter, a prompt never is; a pause between two sentences is shorter than the end of a prompt.
    private static readonly TimeSpan PromptSound = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PromptEnd = TimeSpan.FromMilliseconds(700);

    private readonly TaskCompletionSource _ringing = NewSource();
    private readonly TaskCompletionSource<CallAnswer> _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<int>? _info;
    private readonly TaskCompletionSource<SessionEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly AudioNegotiation _negotiation;
    private readonly AudioPath _path;
    private readonly MediaClock _clock;
    private readonly TimeProvider _time;
    private readonly TimeSpan _recordingLimit;
    private readonly ClipPlayer _player = new();
    private readonly Action<SimulatedCall> _gone;
    private short[] _frame = [];
    private LineAudio? _line;
    private InviteSession? _session;
    private Recording? _heard;
    private NegotiatedAudio? _negotiated;
    private TaskCompletionSource<int>? _reinvite;
    private long _packetsReceived;
    private long _packetsUnauthentic;

    internal SimulatedCall(
        CarrierCall call, RtpPortPair ports, MediaClock clock, TimeProvider time, TimeSpan recordingLimit, Action<SimulatedCall> gone)
    {
        (_clock, _time, _recordingLimit, _gone) = (clock, time, recordingLimit, gone);
        _path = new AudioPath(ports, _ => { });
        _negotiation = new AudioNegotiation(call.AdvertisedRtp ?? ports.Local, call.Codecs, call.TelephoneEventPayloadType, call.Security);
        PlacedAt = time.GetUtcNow();
    }

    /// <summary>When the call was placed.</summary>
    public DateTimeOffset PlacedAt { get; }

    /// <summary>When it was answered; null before.</summary>
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>Completed by the first provisional response, or by the answer if there was none before it. Cancelled when the call fails before.</summary>
    public Task Ringing => _ringing.Task;

    /// <summary>Completed when the call is answered or has failed. Never faults.</summary>
    public Task<CallAnswer> Answered => _answered.Task;

    /// <summary>Completed when the call is over, with how it ended. Never faults.</summary>
    public Task<SessionEnd> Ended => _ended.Task;

    /// <summary>The codec. After the answer.</summary>
    public AudioCodec Codec => Negotiated.Format.Codec;

    /// <summary>What was agreed on last. After the answer.</summary>
    public NegotiatedAudio Negotiated =>
        Volatile.Read(ref _negotiated) ?? throw new InvalidOperationException("the call is not answered");

    /// <summary>What the caller hears. After the answer.</summary>
    public Recording Heard => Volatile.Read(ref _heard) ?? throw new InvalidOperationException("the call is not answered");

    /// <summary>Audio packets that came in.</summary>
    public long PacketsReceived => Interlocked.Read(ref _packetsReceived);

    /// <summary>Packets that were not encrypted as agreed, or came twice.</summary>
    public long PacketsUnauthentic => Interlocked.Read(ref _packetsUnauthentic);

    /// <summary>Says something into the call.</summary>
    /// <param name="clip">What to say, at any rate that can be converted.</param>
    /// <param name="cancellationToken">Stops waiting; the clip plays on.</param>
    /// <returns>Ends when all of it is sent; cancelled when the call ends before.</returns>
    public async Task PlayAsync(PcmClip clip, CancellationToken cancellationToken)
    {
        var played = NewSource();
        var samples = Resampler.To(clip, Heard.SampleRate).Samples;
        PostOrCancel(played, () => _player.Enqueue(samples, played));
        await played.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Cuts off what is said.</summary>
    public void StopPlaying() => _clock.Post(_player.Stop);

    /// <summary>Types digits: RFC 4733 telephone-events of 100 ms with gaps of 100 ms.</summary>
    /// <param name="digits">Of <c>0</c>-<c>9</c> <c>*</c> <c>#</c> <c>A</c>-<c>D</c>.</param>
    /// <param name="cancellationToken">Stops waiting; the digits are sent nevertheless.</param>
    /// <returns>Ends when the last one is sent; cancelled when the call ends before.</returns>
    /// <exception cref="InvalidOperationException">Telephone-events were not agreed on.</exception>
    public async Task SendDigitsAsync(string digits, CancellationToken cancellationToken)
    {
        if (Negotiated.Format.TelephoneEventPayloadType is null)
        {
            throw new InvalidOperationException("the peer takes no telephone-events");
        }

        var sent = NewSource();
        PostOrCancel(sent, () => _path.SendDigits(digits, sent));
        await sent.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Types digits as a telephone without telephone-events does: tones of 100 ms in the audio, with gaps of 100 ms.</summary>
    /// <param name="digits">Of <c>0</c>-<c>9</c> <c>*</c> <c>#</c> <c>A</c>-<c>D</c>.</param>
    /// <param name="cancellationToken">Stops waiting; the tones are sent nevertheless.</param>
    /// <returns>Ends when the last one is sent; cancelled when the call ends before.</returns>
    public Task SendTonesAsync(string digits, CancellationToken cancellationToken) => PlayAsync(
        KeySound.Of(digits, TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(50), Codec.SampleRate), cancellationToken);

    /// <summary>Waits until somebody speaks, from now on.</summary>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForPromptAsync(CancellationToken cancellationToken) => Heard.WaitForSoundAsync(PromptSound, cancellationToken);

    /// <summary>Waits until nobody has spoken for 700 ms, from now on.</summary>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForPromptEndAsync(CancellationToken cancellationToken) => Heard.WaitForSilenceAsync(PromptEnd, cancellationToken);

    /// <summary>Puts the call on hold with a re-INVITE.</summary>
    /// <param name="style">How.</param>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>The SIP status of the answer.</returns>
    public Task<int> HoldAsync(HoldStyle style, CancellationToken cancellationToken) => style switch
    {
        HoldStyle.SendOnly => ReinviteAsync(Direction.SendOnly, nullAddress: false, cancellationToken),
        HoldStyle.Inactive => ReinviteAsync(Direction.Inactive, nullAddress: false, cancellationToken),
        _ => ReinviteAsync(Direction.SendReceive, nullAddress: true, cancellationToken),
    };

    /// <summary>Encrypts with other keys from now on, by a re-INVITE.</summary>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>The SIP status of the answer.</returns>
    public Task<int> ChangeKeysAsync(CancellationToken cancellationToken) =>
        ReinviteAsync(Direction.SendReceive, nullAddress: false, cancellationToken, newKeys: true);

    /// <summary>Ends the encryption of the audio, by a re-INVITE.</summary>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>The SIP status of the answer.</returns>
    public Task<int> EndEncryptionAsync(CancellationToken cancellationToken) =>
        ReinviteAsync(Direction.SendReceive, nullAddress: false, cancellationToken, plain: true);

    /// <summary>Takes the call back from hold with a re-INVITE.</summary>
    /// <param name="cancellationToken">Stops waiting for the answer.</param>
    /// <returns>The SIP status of the answer.</returns>
    public Task<int> ResumeAsync(CancellationToken cancellationToken) =>
        ReinviteAsync(Direction.SendReceive, nullAddress: false, cancellationToken);

    /// <summary>Sends an INFO, for instance a key as <c>application/dtmf-relay</c>.</summary>
    /// <param name="contentType">What the body is.</param>
    /// <param name="body">The body.</param>
    public void SendInfo(string contentType, string body) =>
        Volatile.Read(ref _session)?.SendInfo(Encoding.UTF8.GetBytes(body), contentType);

    /// <summary>Sends an INFO, and waits for what is answered to it: several at once may arrive in another order, and be refused.</summary>
    /// <returns>The SIP status; that of the call's end if it ends before.</returns>
    public async Task<int> SendInfoAsync(string contentType, string body, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _info, answer);
        SendInfo(contentType, body);
        await Task.WhenAny(answer.Task, _ended.Task).WaitAsync(cancellationToken);
        return answer.Task.IsCompleted ? await answer.Task : 481;
    }

    /// <summary>Hangs up; before the answer, gives up.</summary>
    /// <returns>Ends when the call is over.</returns>
    public Task HangUpAsync()
    {
        Volatile.Read(ref _session)?.Bye();
        return _ended.Task;
    }

    /// <summary>Hangs up if it was not done.</summary>
    public async ValueTask DisposeAsync() => await HangUpAsync();

    /// <summary>The call's Call-ID; null before it is placed.</summary>
    internal string? CallId => Volatile.Read(ref _session)?.CallId;

    internal byte[] Offer() => _negotiation.Offer(Direction.SendReceive);

    internal void Attach(InviteSession session) => Volatile.Write(ref _session, session);

    /// <summary>Takes what the SIP stack reports, on its loop.</summary>
    internal void OnSessionEvent(SessionEvent happened)
    {
        switch (happened)
        {
            case SessionProgress:
                _ringing.TrySetResult();
                break;
            case SessionAnswered answered:
                TakeAnswer(answered);
                break;
            case ReinviteAnswered answered:
                Apply(_negotiation.Accept(answered.Response.Body));
                Interlocked.Exchange(ref _reinvite, null)?.TrySetResult(answered.Response.StatusCode);
                break;
            case ReinviteFailed failed:
                Interlocked.Exchange(ref _reinvite, null)?.TrySetResult(failed.StatusCode);
                break;
            case SessionReinvite { Invite: var reinvite }:
                TakeReinvite(reinvite);
                break;
            case InfoAnswered answered:
                Interlocked.Exchange(ref _info, null)?.TrySetResult(answered.StatusCode);
                break;
            case SessionEnded ended:
                End(ended.End);
                break;
        }
    }

    /// <summary>One frame: hear, then speak. On the media thread.</summary>
    internal void Tick(long frameNumber)
    {
        _path.Receive();
        if (_path.Codec is null || _heard is not { } heard)
        {
            return;
        }

        // A recording has one rate, also where the codec changes to one of another.
        if (_line is null)
        {
            (_line, _frame) = (new LineAudio(heard.SampleRate), new short[heard.SampleRate / 50]);
        }

        _line.Read(_path, _frame);
        heard.Append(_frame);
        Interlocked.Exchange(ref _packetsReceived, _path.PacketsReceived);
        Interlocked.Exchange(ref _packetsUnauthentic, _path.Unauthentic);
        _player.Read(_frame);
        _line.Send(_path, frameNumber, _frame);
    }

    /// <summary>Closes the ports and cancels what waits. On the media thread, or when it has ended.</summary>
    internal void Close()
    {
        _player.Stop();
        _path.StopDigits();
        _path.Close();
    }

    /// <summary>Ends the call without a BYE.</summary>
    internal void End(SessionEnd end)
    {
        var status = end.StatusCode ?? end.Cause switch
        {
            SessionEndCause.Timeout => 408,
            SessionEndCause.Cancelled => 487,
            _ => 503,
        };
        _answered.TrySetResult(new CallAnswer(status, end.Reason ?? end.Cause.ToString()));
        _ringing.TrySetCanceled(CancellationToken.None);
        Interlocked.Exchange(ref _reinvite, null)?.TrySetResult(status);
        if (_ended.TrySetResult(end))
        {
            _gone(this);
        }
    }

    private void TakeAnswer(SessionAnswered answered)
    {
        if (_negotiation.Accept(answered.Answer) is not { } negotiated)
        {
            Volatile.Read(ref _session)?.Bye();
            return;
        }

        Volatile.Write(ref _heard, new Recording(negotiated.Format.Codec.SampleRate, _recordingLimit));
        AnsweredAt = _time.GetUtcNow();
        Apply(negotiated);
        _ringing.TrySetResult();
        _answered.TrySetResult(new CallAnswer(answered.Response.StatusCode, answered.Response.ReasonPhrase));
    }

    private void TakeReinvite(PendingReinvite reinvite)
    {
        if (_negotiation.Answer(reinvite.Request.Body, out var negotiated) is not { } answer)
        {
            reinvite.Reject(488);
            return;
        }

        reinvite.Accept(answer, SessionDescription.ContentType);
        Apply(negotiated);
    }

    private void Apply(NegotiatedAudio? negotiated)
    {
        if (negotiated is not null)
        {
            Volatile.Write(ref _negotiated, negotiated);
            _clock.Post(() => _path.Start(negotiated));
        }
    }

    private async Task<int> ReinviteAsync(Direction direction, bool nullAddress, CancellationToken cancellationToken, bool newKeys = false, bool plain = false)
    {
        var session = Volatile.Read(ref _session);
        var answer = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (session is null || _negotiated is null || _ended.Task.IsCompleted
            || Interlocked.CompareExchange(ref _reinvite, answer, null) is not null)
        {
            throw new InvalidOperationException("the call is not up, or a re-INVITE is pending");
        }

        session.Reinvite(_negotiation.Offer(direction, nullAddress, newKeys, plain), SessionDescription.ContentType);
        return await answer.Task.WaitAsync(cancellationToken);
    }

    // Once the call has ended nobody would ever complete what is begun here.
    private void PostOrCancel(TaskCompletionSource done, Action begin)
    {
        var posted = _clock.Post(() =>
        {
            if (_ended.Task.IsCompleted)
            {
                done.TrySetCanceled(CancellationToken.None);
                return;
            }

            begin();
        });
        if (!posted)
        {
            done.TrySetCanceled(CancellationToken.None);
        }
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
