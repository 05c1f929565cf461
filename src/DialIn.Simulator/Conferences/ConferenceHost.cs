using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DialIn.Media.Sdp;
using DialIn.Simulator.Rtp;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;

namespace DialIn.Simulator.Conferences;

/// <summary>The conferences of one server, and who may enter them: FreeSWITCH's part of BBB.</summary>
internal sealed class ConferenceHost : ISipApplication, IDisposable
{
    private readonly ConcurrentDictionary<string, Conference> _conferences = new(StringComparer.Ordinal);
    private readonly SimulatedBbbServerOptions _options;
    private readonly Func<string, bool> _hasMeeting;
    private readonly TimeProvider _time;
    private readonly MediaClock _clock;
    private int _refusal;
    private volatile bool _needsSomebody;

    /// <summary>Makes a host whose clock does not run yet.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="hasMeeting">Whether a meeting has a voice bridge.</param>
    /// <param name="time">Time for the clock.</param>
    public ConferenceHost(SimulatedBbbServerOptions options, Func<string, bool> hasMeeting, TimeProvider time)
    {
        (_options, _hasMeeting, _time) = (options, hasMeeting, time);
        _clock = new MediaClock(time, options.Name + " sound", Tick);
    }

    /// <summary>All conferences that anybody entered or asked for.</summary>
    public IReadOnlyList<Conference> All => [.. _conferences.Values];

    /// <summary>A status that every INVITE is refused with; 0 for none.</summary>
    public int Refusal
    {
        get => Volatile.Read(ref _refusal);
        set => Volatile.Write(ref _refusal, value);
    }

    /// <summary>Whether callers are let only into conferences in which somebody is.</summary>
    public bool NeedsSomebody
    {
        get => _needsSomebody;
        set => _needsSomebody = value;
    }

    /// <summary>The conference with a number; made when it is not there.</summary>
    public Conference Get(string voiceBridge) => _conferences.GetOrAdd(
        voiceBridge, (number, host) => new Conference(number, host._clock, host._options.RecordingLimit), this);

    /// <summary>Begins to mix.</summary>
    public void Start() => _clock.Start();

    /// <summary>Hangs up on everybody in a conference.</summary>
    /// <returns>Ends when they are gone; nobody needs to wait for it.</returns>
    public Task Empty(string voiceBridge)
    {
        var participants = Get(voiceBridge).Participants;
        foreach (var participant in participants)
        {
            participant.Kick();
        }

        return Task.WhenAll(participants.Select(participant => participant.Left));
    }

    /// <inheritdoc/>
    public bool Admit(SipProtocol protocol, IPEndPoint source) => true;

    /// <inheritdoc/>
    public void OnDropped(DropReason reason)
    {
    }

    /// <inheritdoc/>
    public void OnInvite(PendingInvite invite)
    {
        var request = invite.Request;
        var caller = CallerRules.Identify(request);
        var isHidden = CallerRules.IsHidden(request, caller);
        var status = Refusal != 0 ? Refusal
            : !CallerRules.IsConference(request.RequestUri.User) ? 404
            : isHidden && _options.HiddenCallers == HiddenCallers.Refuse ? 603
            : 0;
        if (status != 0)
        {
            invite.Reject(status);
            return;
        }

        if (NeedsSomebody && Get(request.RequestUri.User!).Participants.Count == 0)
        {
            // As FreeSWITCH 1.10.12 writes SUBSCRIBER_ABSENT.
            invite.Reject(480, extra: SipHeaders.Empty.With(HeaderNames.Reason, "Q.850;cause=20;text=\"SUBSCRIBER_ABSENT\""));
            return;
        }

        Answer(invite, caller, stay: !isHidden || _options.HiddenCallers == HiddenCallers.Admit);
    }

    /// <summary>Stops to mix and closes all ports.</summary>
    public void Dispose()
    {
        _clock.Dispose();
        foreach (var conference in _conferences.Values)
        {
            conference.Close();
        }
    }

    private void Answer(PendingInvite invite, Caller caller, bool stay)
    {
        RtpPortPair ports;
        try
        {
            ports = RtpPortPair.Open(_options.Address);
        }
        catch (SocketException)
        {
            invite.Reject(503);
            return;
        }

        // The number that we give telephone-events in offers of ours does not matter: the host never offers.
        var negotiation = new AudioNegotiation(ports.Local, _options.Codecs, _options.AnswersTelephoneEvents ? (byte)101 : null, _options.Security);
        if (negotiation.Answer(invite.Request.Body, out var negotiated) is not { } answer || negotiated is null)
        {
            ports.Dispose();
            invite.Reject(488);
            return;
        }

        if (!stay)
        {
            ports.Dispose();
            invite.Accept(answer, SessionDescription.ContentType, _ => { }).Bye();
            return;
        }

        var voiceBridge = invite.Request.RequestUri.User!;
        var conference = Get(voiceBridge);
        var participant = new Participant(
            invite.Request, caller, negotiation, negotiated, ports, _clock, _options.RecordingLimit, _time.GetUtcNow())
        {
            MuteKey = _options.MuteKey,
        };
        var session = invite.Accept(answer, SessionDescription.ContentType, happened =>
        {
            participant.OnSessionEvent(happened);
            if (happened is SessionEnded)
            {
                conference.Leave(participant);
            }
        });
        participant.Attach(session);
        conference.Enter(participant, _hasMeeting(voiceBridge));
    }

    private void Tick(long frameNumber)
    {
        foreach (var (_, conference) in _conferences)
        {
            conference.Tick(frameNumber);
        }
    }
}
