using System.Net;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Dtmf;
using DialIn.Media.Quality;
using DialIn.Media.Sdp;

namespace DialIn.Media.Relay;

/// <summary>
/// The media of one dialog: a pair of ports, and one outgoing RTP stream for its whole life. All methods may be called from
/// any thread and return at once; the loop carries them out in their order.
/// </summary>
public sealed class MediaLeg
{
    private readonly LoopThread _loop;
    private readonly PortPool _pool;
    private LegSockets? _sockets;
    private volatile AudioFormat? _format;
    private int _closed;

    internal MediaLeg(
        LoopThread loop, PortPool pool, PortPair ports, MediaLegOptions options, LegPath path)
    {
        (_loop, _pool, Ports, Name, Path) = (loop, pool, ports, options.Name, path);
        LocalRtp = ports.LocalRtp;
        _loop.Post(() => _sockets = _loop.Open(path, ports));
    }

    /// <summary>The name given in <see cref="MediaLegOptions.Name"/>.</summary>
    public string Name { get; }

    /// <summary>The local address and even port where RTP arrives; RTCP's port is one above.</summary>
    public IPEndPoint LocalRtp { get; }

    /// <summary>What was negotiated last, or null before <see cref="Start"/>.</summary>
    public AudioFormat? Format => _format;

    /// <summary>What the leg counted so far; readable also after its end.</summary>
    public LegStatistics Statistics => Path.Statistics;

    /// <summary>How well the last five seconds were transported; empty before the first.</summary>
    public LegQuality RecentQuality => Path.Meter.Recent;

    internal LegPath Path { get; }

    internal PortPair Ports { get; }

    internal bool IsClosed => Volatile.Read(ref _closed) != 0;

    /// <summary>Sends and receives as negotiated: silence goes out at once, so that NAT and carrier learn our address. Called
    /// again after a re-INVITE; the peer's source is learnt anew if its address changed or nothing comes from the old one.</summary>
    public void Start(NegotiatedAudio negotiated)
    {
        _format = negotiated.Format;
        _loop.Post(() => Path.Start(negotiated, _loop.Now));
    }

    /// <summary>Plays clips one after the other, instead of what plays now. The other leg's audio pauses meanwhile.</summary>
    /// <param name="clips">Encoded in the codec of <see cref="Format"/>; others end the playback at once, unless <paramref name="inCodec"/> has them.</param>
    /// <param name="id">Comes back in <see cref="PlaybackEnded"/>.</param>
    /// <param name="loop">Whether to start over until something else ends it.</param>
    /// <param name="interruptible">Whether a key of the peer cuts it short: a question for digits, not a goodbye or a hold tone.</param>
    /// <param name="inCodec">The same clips in another codec: what plays when a re-INVITE changes it goes on. Called on the loop's thread, it only looks up.</param>
    public void Play(
        IReadOnlyList<EncodedAudio> clips, PlaybackId id, bool loop = false, bool interruptible = true, Func<AudioCodec, IReadOnlyList<EncodedAudio>>? inCodec = null)
    {
        var playback = new Playback(id, clips, loop, interruptible, inCodec);
        _loop.Post(() => Path.Play(playback));
    }

    /// <summary>Cuts short what plays.</summary>
    public void StopPlayback() => _loop.Post(Path.StopPlayback);

    /// <summary>Keeps this leg's audio from the one that it is joined to, now or later, which gets silence instead; or lets it through again.</summary>
    public void Mute(bool muted) => _loop.Post(() => Path.Mute(muted));

    /// <summary>
    /// A key of the peer was told in another way than by telephone-event: its audio is kept from the other leg while the tone lasts, and a moment longer.
    /// </summary>
    public void KeepToneOut(TimeSpan lasts) => _loop.Post(() => Path.KeepToneOut(lasts, _loop.Now));

    /// <summary>Begins or ends to hear keys in the peer's audio. It decodes every packet meanwhile; off at first.</summary>
    public void ListenForTones(ToneListening listening) => _loop.Post(() => Path.ListenForTones(listening));

    /// <summary>
    /// Begins or ends to hear whether a fax machine calls, which ends in <see cref="FaxHeard"/>. It decodes every packet meanwhile; off at first.
    /// </summary>
    public void ListenForFax(bool isOn) => _loop.Post(() => Path.ListenForFax(isOn));

    /// <summary>Presses a key, 100 ms long, after those that were sent before.</summary>
    /// <param name="digit">One of <c>0</c>-<c>9</c> <c>*</c> <c>#</c> <c>A</c>-<c>D</c>.</param>
    /// <returns>False, and nothing is sent, when it is no key or telephone-events are not negotiated.</returns>
    public bool SendDigit(char digit)
    {
        if (_format?.TelephoneEventPayloadType is null || !TelephoneEventSender.TryCreate(digit, TelephoneEventSender.DefaultPress, out var press))
        {
            return false;
        }

        return _loop.Post(() => Path.SendDigit(press));
    }

    /// <summary>How well the leg was transported over its whole life, also after its end. Empty when the loop has ended.</summary>
    public Task<LegQuality> MeasureAsync(CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<LegQuality>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_loop.Post(() => result.TrySetResult(Path.Meter.Total)))
        {
            result.TrySetResult(default);
        }

        return result.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Ends the leg: nothing is sent or raised any more, and its ports drain. Calling it again does nothing.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 0 && !_loop.Post(CloseOnLoop))
        {
            _pool.Return(Ports);
        }
    }

    internal MediaLegState Snapshot(TimeSpan now) => Path.Snapshot(LocalRtp.Port, now);

    private void CloseOnLoop()
    {
        if (_sockets is { } sockets)
        {
            _loop.Close(Path, sockets);
        }

        _pool.Return(Ports);
    }
}
