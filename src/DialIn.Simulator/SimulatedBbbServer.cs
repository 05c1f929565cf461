using System.Net;
using DialIn.Simulator.Api;
using DialIn.Simulator.Conferences;
using DialIn.Simulator.Hooks;
using DialIn.Simulator.Meetings;
using DialIn.Simulator.Redis;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Simulator;

/// <summary>A BBB server in this process: the HTTP API, and a SIP conference that mixes as BBB's FreeSWITCH does.</summary>
/// <remarks>Several run side by side on free ports. Safe to use from any thread.</remarks>
public sealed class SimulatedBbbServer : IAsyncDisposable
{
    // What FreeSWITCH 1.10 tells everybody when its service is stopped.
    private const string ShutDown = "SIP;cause=701;text=\"SYSTEM_SHUTDOWN\"";

    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly SimulatedBbbServerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly MeetingBook _meetings;
    private readonly ConferenceHost _conferences;
    private readonly HookBook _hooks;
    private readonly CancellationTokenSource _gone = new();
    private readonly Gate _apiGate = new();
    private SipNode? _sip;
    private ApiHost? _api;
    private AkkaBus? _akka;
    private Task _killed = Task.CompletedTask;
    private volatile string _secret;
    private int _stopped;

    /// <summary>Makes a server that does not listen yet.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">Time for the mixer, SIP and the meetings.</param>
    /// <param name="loggers">Where SIP and Kestrel log.</param>
    public SimulatedBbbServer(SimulatedBbbServerOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _time, _loggers) = (options, time, loggers);
        _secret = options.Secret;
        _meetings = new MeetingBook(time, options.EndedMeetingLinger, options.Version, Tell);
        _hooks = new HookBook(options, () => _secret, time);
        _conferences = new ConferenceHost(options, HasMeeting, time);
    }

    /// <summary>The server's name.</summary>
    public string Name => _options.Name;

    /// <summary>The shared secret of the API; another one counts from the next request on.</summary>
    public string Secret
    {
        get => _secret;
        set => _secret = value;
    }

    /// <summary>The API's base, such as <c>http://127.0.0.1:8090/bigbluebutton/api/</c>. After the start.</summary>
    public Uri ApiUrl => Started(_api).ApiUrl;

    /// <summary>Where SIP over UDP is received. After the start.</summary>
    public IPEndPoint SipEndPoint => Started(_sip).EndPoint(SipProtocol.Udp);

    /// <summary>Where SIP over TCP is received. After the start.</summary>
    public IPEndPoint SipTcpEndPoint => Started(_sip).EndPoint(SipProtocol.Tcp);

    /// <summary>What DialIn's configuration wants as <c>SipUri</c> for this server. After the start.</summary>
    public string SipUriTemplate => $"sip:{{voiceBridge}}@{SipEndPoint}";

    /// <summary>The meetings that the API lists.</summary>
    public IReadOnlyList<SimulatedMeeting> Meetings => _meetings.List();

    /// <summary>The conferences that somebody entered or asked for, those of no meeting included.</summary>
    public IReadOnlyList<Conference> Conferences => _conferences.All;

    /// <summary>Who is told of events by webhooks.</summary>
    public IReadOnlyList<Hook> Hooks => _hooks.Hooks;

    /// <summary>The webhooks lose what they knew: nobody is told any more, until they ask again.</summary>
    public void ForgetHooks() => _hooks.Clear();

    /// <summary>A SIP status that every call is refused with from now on, such as 486 or 503; 0, the default, for none.</summary>
    public int RefuseCallsWith
    {
        get => _conferences.Refusal;
        set => _conferences.Refusal = value;
    }

    /// <summary>Whether callers are let only into conferences in which somebody is: 480 with Q.850 20, as the dialplan for that says it.</summary>
    public bool NeedsSomebody
    {
        get => _conferences.NeedsSomebody;
        set => _conferences.NeedsSomebody = value;
    }

    /// <summary>Begins to listen.</summary>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="System.Net.Sockets.SocketException">The given SIP port is taken.</exception>
    /// <exception cref="IOException">The given HTTP port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _sip = new SipNode(_options.Name, _options.Address, _options.SipPort, tls: null, _conferences, _time, _loggers);
        await _sip.StartAsync(cancellationToken);
        _conferences.Start();
        _akka = _options.Redis is null ? null : await AkkaBus.ConnectAsync(_options, _meetings, _time);
        var api = new BbbApi(_meetings, () => _secret, CountVoices, meeting => _conferences.Empty(meeting.VoiceBridge), new HooksApi(_hooks, _options.Version), _options.Version);
        _api = await ApiHost.StartAsync(
            new IPEndPoint(_options.Address, _options.HttpPort), api, HoldApiAsync, _loggers, cancellationToken);
    }

    /// <summary>Creates a meeting, as the API does, or gives the one that exists.</summary>
    /// <param name="request">What is wished for.</param>
    /// <param name="moderator">A web user who joins at once as a moderator, so that the meeting runs; null leaves it empty.</param>
    /// <exception cref="InvalidOperationException">The id or the voice bridge is taken.</exception>
    public SimulatedMeeting CreateMeeting(MeetingRequest request, string? moderator = "Moderator")
    {
        ArgumentNullException.ThrowIfNull(request);
        var outcome = _meetings.Create(request, out var meeting);
        if (meeting is null)
        {
            throw new InvalidOperationException($"{Name} does not create meeting {request.MeetingId}: {outcome}");
        }

        if (moderator is not null && outcome == CreateOutcome.Created)
        {
            meeting.Join(moderator, MeetingRole.Moderator);
        }

        return meeting;
    }

    /// <summary>Ends a meeting with its breakout rooms, as the API does; callers get a BYE.</summary>
    /// <param name="meetingId">The external id.</param>
    /// <returns>Ends when all callers are gone; at once when there is no such meeting.</returns>
    public Task EndMeetingAsync(string meetingId) => Task.WhenAll(_meetings.End(meetingId).Select(meeting => _conferences.Empty(meeting.VoiceBridge)));

    /// <summary>The conference with a number, whether or not somebody is in it.</summary>
    /// <param name="voiceBridge">The number that callers dial.</param>
    public Conference Conference(string voiceBridge) => _conferences.Get(voiceBridge);

    /// <summary>From now on the API takes calls and answers none, as a server does that hangs.</summary>
    public void HoldApi() => _apiGate.Close();

    /// <summary>The API answers again, also the calls that wait.</summary>
    public void ReleaseApi() => _apiGate.Open();

    /// <summary>FreeSWITCH is restarted while the meetings go on: everybody is told so and hung up on, and may call again at once.</summary>
    public void RestartFreeSwitch()
    {
        foreach (var participant in _conferences.All.SelectMany(conference => conference.Participants))
        {
            participant.HangUp(ShutDown);
        }
    }

    /// <summary>Hangs up on everybody, then stops listening.</summary>
    /// <param name="cancellationToken">Leaves out what is left of the farewells.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _stopped, 1) != 0)
        {
            return;
        }

        using var limit = new CancellationTokenSource(LongestFarewell, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            await Task.WhenAll(_conferences.All
                .SelectMany(conference => conference.Participants)
                .Select(participant => FarewellAsync(participant, either.Token)));
        }
        catch (OperationCanceledException)
        {
            // Whoever does not answer our BYE is left alone.
        }

        await CloseAsync(cancellationToken);
    }

    /// <summary>The machine loses its power: all sockets vanish, and nobody is told.</summary>
    public void Kill()
    {
        if (Interlocked.Exchange(ref _stopped, 1) == 0)
        {
            _sip?.Mute();
            _killed = CloseAsync(new CancellationToken(canceled: true));
        }
    }

    /// <summary>Stops, if it was neither stopped nor killed, and waits until all sockets are closed.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _killed;
        _gone.Dispose();
    }

    private async Task FarewellAsync(Participant participant, CancellationToken cancellationToken)
    {
        participant.HangUp(ShutDown);
        if ((await participant.Left.WaitAsync(cancellationToken)).Cause == SessionEndCause.LocalBye && _sip is not null)
        {
            await _sip.WaitForByeAnsweredAsync(participant.Invite.CallId, cancellationToken);
        }
    }

    private async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _gone.CancelAsync();
        _conferences.Dispose();
        await _hooks.DisposeAsync();
        if (_akka is not null)
        {
            await _akka.DisposeAsync();
        }

        if (_sip is not null)
        {
            await _sip.DisposeAsync();
        }

        if (_api is not null)
        {
            await _api.StopAsync(cancellationToken);
            await _api.DisposeAsync();
        }
    }

    private async Task HoldApiAsync(CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, _gone.Token);
        await _apiGate.WaitAsync(either.Token);
    }

    private void Tell(MeetingNotice notice)
    {
        _akka?.Tell(notice);
        _hooks.Tell(notice);
    }

    private bool HasMeeting(string voiceBridge) =>
        _meetings.List().Any(meeting => meeting.VoiceBridge == voiceBridge && meeting.EndTime == 0);

    private int CountVoices(SimulatedMeeting meeting) => _conferences.Get(meeting.VoiceBridge).Participants.Count;

    private T Started<T>(T? part)
        where T : class =>
        part ?? throw new InvalidOperationException($"{Name} is not started");
}
