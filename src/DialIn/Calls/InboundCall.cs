using System.Security.Cryptography;
using System.Threading.Channels;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Pins;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Calls;

/// <summary>
/// The one owner of a call. All that happens to it comes through one mailbox and is read by one reader, <see cref="RunAsync"/>;
/// the <see cref="CallMachine"/> says what to do, this class does it. Nothing else touches the call's state.
/// </summary>
internal sealed partial class InboundCall : IDisposable
{
    // An effect that fails is reported to the machine, which says so to the caller. If that fails as well, there is no use in a third time.
    private const int MaxFaults = 2;

    // The caller hears nothing before the call rings; what the store does not tell by then, the configuration does.
    private static readonly TimeSpan PinLengthWithin = TimeSpan.FromSeconds(1);

    // Unbounded: whoever posts (the stack's loop, the media loop, timers) must never wait, and each of them is bounded by itself:
    // digits by their length, re-INVITEs by their transactions.
    private readonly Channel<Func<CallEvent?>> _mailbox = Channel.CreateUnbounded<Func<CallEvent?>>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _ended = new();
    private readonly List<Task> _questions = [];
    private readonly CallServices _services;
    private readonly ILogger _logger;
    private readonly CallMedia _media;
    private readonly TrunkSide _trunk;
    private readonly CallTimers _timers;
    private readonly CallTrace _trace;
    private readonly CallClock _clock;
    private CallMachine? _machine;
    private volatile CallState? _state;
    private volatile string? _givenName;
    private int _faults;

    public InboundCall(CallFacts facts, PendingInvite invite, CallServices services, ILogger logger)
    {
        (Facts, _services, _logger) = (facts, services, logger);
        _clock = new CallClock(services.Time);
        _trace = new CallTrace(facts);
        _media = CallMedia.Create(services.Loop, services.Ports);
        _trunk = new TrunkSide(
            invite,
            services.Codecs.OfTrunk(facts.TrunkName),
            facts.IsOwn ? MediaSecurity.Off : services.Encryption.Of(facts, invite.Source),
            facts.InBandDigits,
            facts.IsOwn ? null : services.MediaSources(facts.TrunkName),
            _media,
            services,
            Post);
        _timers = new CallTimers(services.Time, Post);
        services.Legs?.TrunkLeg(facts, invite.Request.CallId);
    }

    /// <summary>Who called which number through which trunk.</summary>
    public CallFacts Facts { get; }

    /// <summary>Where the call is now, for those who look on.</summary>
    public LiveCall Live => new(
        Facts.Id,
        Facts.Trunk,
        Facts.CalledNumber,
        Facts.Caller.ToString(),
        _state?.Phase.GetType().Name ?? nameof(Ringing),
        _clock.StartedAt,
        _state?.WatchedMeetingId,
        _state?.Conference?.Meeting.ServerName,
        CodecOfCall(),
        LiveLegs);

    /// <summary>Whether the carrier still waits for an answer.</summary>
    public bool IsPending => _clock.AnsweredAt is null;

    /// <summary>Puts something into the mailbox. From any thread, never waits.</summary>
    public void Post(CallEvent happened) => Post(() => happened);

    /// <summary>The call from its first to its last step. Ends when the record is written.</summary>
    /// <param name="abort">The program ends now: the call is hung up on the spot.</param>
    public async Task RunAsync(CancellationToken abort)
    {
        try
        {
            _machine = new CallMachine(CallSettings.For(_services.Options, Facts.Languages, _services.PinLength, await PinLengthsAsync(abort)) with
            {
                AskAgainAfterLoss = NextTry(),
                TrunkCodecs = _services.Codecs.OfTrunk(Facts.TrunkName),
                ServerCodecs = _services.Codecs.Servers,
                ListensForTones = Facts.InBandDigits != InBandDigits.Never,
                ListensForFax = true,
            });
            _questions.Add(LearnNameAsync());
            await TakeAsync(_machine.Start());
            await foreach (var read in _mailbox.Reader.ReadAllAsync(abort))
            {
                if (_state!.Phase is not Ended && read() is { } happened)
                {
                    Note(happened);
                    await TakeAsync(_machine.Next(_state, happened));
                }

                if (_state.Phase is Ended)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (abort.IsCancellationRequested)
        {
            await AbandonAsync(CallEndReason.Draining);
        }
        catch (Exception fault)
        {
            // The mailbox loop's own catch-all: a fault in one call ends that call and touches no other.
            DialInLog.CallFaulted(_logger, Facts.Id, fault);
            await AbandonAsync(CallEndReason.Fault);
        }
        finally
        {
            await CloseAsync();
        }
    }

    /// <summary>Closes what the call holds: ports, timers. <see cref="RunAsync"/> does so at its end.</summary>
    public void Dispose()
    {
        _watch?.Dispose();
        _place?.Dispose();
        _timers.Dispose();
        _trace.Dispose();
        _media.Dispose();
        _ended.Dispose();
    }

    /// <summary>Refuses the call before it has begun, instead of <see cref="RunAsync"/>.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="status">The SIP status, where it is not the reason's own.</param>
    public async Task RefuseAsync(CallEndReason reason, int? status)
    {
        var end = CallEnd.For(reason);
        _status = status ?? end.RefusalStatus;
        _trunk.Reject(end, status);
        await RecordAsync(end);
        await CloseAsync();
    }

    // BBB's FreeSWITCH takes 30 calls a second and refuses the rest with 503: callers who wait together must not all try in one instant.
    private static TimeSpan NextTry() => TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(2_000, 4_001));

    private void Post(Func<CallEvent?> read) => _mailbox.Writer.TryWrite(read);

    private async Task<IReadOnlyList<int>> PinLengthsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _services.Pins.LengthsAsync(cancellationToken).WaitAsync(PinLengthWithin, _services.Time, cancellationToken);
        }
        catch (Exception fault) when (fault is StoreUnavailableException or TimeoutException)
        {
            DialInLog.QuestionFailed(_logger, Facts.Id, fault);
            return [];
        }
    }

    private async Task LearnNameAsync()
    {
        try
        {
            _givenName = await _services.Names.GivenAsync(Facts, _ended.Token);
        }
        catch (OperationCanceledException)
        {
            // The call is over; nobody is shown its name.
        }
        catch (Exception fault)
        {
            DialInLog.QuestionFailed(_logger, Facts.Id, fault);
        }
    }

    private async Task TakeAsync(CallStep step)
    {
        var before = _state?.Phase.GetType();
        _state = step.State;
        _meetingId = _state.WatchedMeetingId ?? _meetingId;
        NoteCodecs(_state);
        if (_state.Phase.GetType() is var phase && phase != before)
        {
            DialInLog.PhaseEntered(_logger, Facts.Id, phase.Name);
            _trace.Enter(_state.Phase);
            NoteWayIn(_state.Phase);
            if (before == typeof(Joining) && phase == typeof(Reconnecting))
            {
                NoteNotTaken();
            }
        }

        foreach (var effect in step.Effects)
        {
            try
            {
                await PerformAsync(effect);
                NoteEncryption();
            }
            catch (Exception fault) when (effect is not RecordEnd && _faults < MaxFaults)
            {
                _faults++;
                DialInLog.CallFaulted(_logger, Facts.Id, fault);
                Post(new Faulted());
            }
        }
    }

    private async Task AbandonAsync(CallEndReason reason)
    {
        var end = CallEnd.For(reason, _state?.WasInMeeting ?? false);
        _conference?.End();
        _trunk.HangUp(end);
        await RecordAsync(end);
    }

    private async Task CloseAsync()
    {
        _mailbox.Writer.TryComplete();
        await _ended.CancelAsync();
        await Task.WhenAll(_questions);
        _services.Names.Release(Facts.Id);
        _services.Legs?.Ended(Facts.Id);
        Dispose();
    }
}
