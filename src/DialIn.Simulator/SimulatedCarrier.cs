using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using DialIn.Simulator.Carriers;
using DialIn.Simulator.Rtp;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging;

namespace DialIn.Simulator;

/// <summary>A telephone carrier in this process: a registrar with digest authentication that places calls.</summary>
/// <remarks>Several run side by side on free ports. Safe to use from any thread.</remarks>
public sealed class SimulatedCarrier : IAsyncDisposable, ISipApplication
{
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<SimulatedCall, byte> _calls = new();
    private readonly Changes _changes = new();
    private readonly SimulatedCarrierOptions _options;
    private readonly TimeProvider _time;
    private readonly Registrar _registrar;
    private readonly MediaClock _clock;
    private readonly SipNode _sip;
    private long _registersSeen;
    private int _closed;

    /// <summary>Makes a carrier that does not listen yet.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="time">Time for SIP, sound and registrations.</param>
    /// <param name="loggers">Where SIP logs.</param>
    public SimulatedCarrier(SimulatedCarrierOptions options, TimeProvider time, ILoggerFactory loggers)
    {
        (_options, _time) = (options, time);
        _registrar = new Registrar(options, time);
        _clock = new MediaClock(time, options.Name + " sound", Tick);
        _sip = new SipNode(options.Name, options.Address, options.SipPort, options.Tls, this, time, loggers);
    }

    /// <summary>Where SIP over UDP is received. After the start.</summary>
    public IPEndPoint SipEndPoint => _sip.EndPoint(SipProtocol.Udp);

    /// <summary>Where SIP over TCP is received. After the start.</summary>
    public IPEndPoint SipTcpEndPoint => _sip.EndPoint(SipProtocol.Tcp);

    /// <summary>Where SIP over TLS is received, if the options want it. After the start.</summary>
    public IPEndPoint SipTlsEndPoint => _sip.EndPoint(SipProtocol.Tls);

    /// <summary>The bindings that have not expired.</summary>
    public IReadOnlyList<CarrierBinding> Bindings => _registrar.Bindings;

    /// <summary>What every REGISTER gets while it is set: a registrar that is overloaded or broken.</summary>
    public RegistrarOutage? Outage
    {
        get => _registrar.Outage;
        set => _registrar.Outage = value;
    }

    /// <summary>How many REGISTER requests came, retransmissions not counted.</summary>
    public long RegistersSeen => Interlocked.Read(ref _registersSeen);

    /// <summary>Begins to listen.</summary>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="SocketException">A given port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await _sip.StartAsync(cancellationToken);
        _clock.Start();
    }

    /// <summary>The user has another password from now on, and the old one is worth nothing.</summary>
    /// <param name="username">The user.</param>
    /// <param name="password">The new password.</param>
    public void SetPassword(string username, string password) => SetPasswords(username, password);

    /// <summary>The passwords that a user may show from now on: one, or two while the carrier lets both be used.</summary>
    /// <param name="username">The user.</param>
    /// <param name="passwords">The passwords.</param>
    public void SetPasswords(string username, params IReadOnlyList<string> passwords) => _registrar.SetPasswords(username, passwords);

    /// <summary>Waits until a user is registered.</summary>
    /// <param name="username">The user.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task<CarrierBinding> WaitForRegistrationAsync(string username, CancellationToken cancellationToken) =>
        _changes.WaitForAsync(
            () => Bindings.LastOrDefault(binding => binding.Username == username), cancellationToken);

    /// <summary>Waits until a number of REGISTER requests have been answered.</summary>
    /// <param name="count">How many, since the start.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForRegistersAsync(long count, CancellationToken cancellationToken) =>
        _changes.WaitUntilAsync(() => RegistersSeen >= count, cancellationToken);

    /// <summary>Waits until a user is registered no more.</summary>
    /// <param name="username">The user.</param>
    /// <param name="cancellationToken">Ends the wait with an <see cref="OperationCanceledException"/>.</param>
    public Task WaitForUnregistrationAsync(string username, CancellationToken cancellationToken) =>
        _changes.WaitUntilAsync(() => Bindings.All(binding => binding.Username != username), cancellationToken);

    /// <summary>Places a call; to a user, as soon as they are registered.</summary>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">Gives up waiting for the registration.</param>
    /// <returns>The call as it begins: it has not been answered yet.</returns>
    /// <exception cref="ArgumentException">The call names neither a user nor an address.</exception>
    public async Task<SimulatedCall> PlaceCallAsync(CarrierCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (call.Username is null && call.Direct is null)
        {
            throw new ArgumentException("a call needs a Username or an address in Direct", nameof(call));
        }

        var (target, nextHop) = call.Direct is { } direct
            ? (new SipUri("sip", call.To, direct.Address.Address.ToString(), direct.Address.Port), direct)
            : Reach(await WaitForRegistrationAsync(call.Username!, cancellationToken));
        var placed = new SimulatedCall(
            call, RtpPortPair.Open(_options.Address), _clock, _time, _options.RecordingLimit, Forget);
        _calls.TryAdd(placed, 0);
        placed.Attach(_sip.Stack.Invite(
            new OutgoingInvite
            {
                Target = target,
                NextHop = nextHop,
                From = new NameAddress(call.FromDisplayName, new SipUri("sip", call.From, _options.Realm), SipParameters.Empty),
                To = new NameAddress(new SipUri("sip", call.To, _options.Realm)),
                Body = placed.Offer(),
                ExtraHeaders = ExtraHeaders(call),
                RingTimeout = call.RingTimeout,
            },
            placed.OnSessionEvent));
        return placed;
    }

    /// <summary>The carrier loses its power: all sockets vanish, and nobody is told.</summary>
    public void Kill()
    {
        _sip.Mute();
        foreach (var call in _calls.Keys)
        {
            call.End(new SessionEnd(SessionEndCause.TransportError));
        }
    }

    /// <summary>Hangs up all calls and stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) != 0)
        {
            return;
        }

        using (var limit = new CancellationTokenSource(LongestFarewell, _time))
        {
            try
            {
                await Task.WhenAll(_calls.Keys.Where(call => !call.Ended.IsCompleted).Select(call => FarewellAsync(call, limit.Token)));
            }
            catch (OperationCanceledException)
            {
                // Whoever does not answer our BYE is left alone.
            }
        }

        await _sip.DisposeAsync();
        foreach (var call in _calls.Keys)
        {
            call.End(new SessionEnd(SessionEndCause.TransportError));
        }

        _clock.Dispose();
        foreach (var call in _calls.Keys)
        {
            call.Close();
        }
    }

    bool ISipApplication.Admit(SipProtocol protocol, IPEndPoint source) => true;

    void ISipApplication.OnDropped(DropReason reason)
    {
    }

    // Nobody calls a carrier here; what comes is refused as for an unknown subscriber.
    void ISipApplication.OnInvite(PendingInvite invite) => invite.Reject(404);

    bool ISipApplication.OnRequest(PendingRequest request)
    {
        if (request.Request.Method != SipMethod.Register)
        {
            return false;
        }

        var answer = _registrar.Register(request.Request, request.Source.Remote);
        request.Respond(answer.Status, null, answer.Headers);
        Interlocked.Increment(ref _registersSeen);
        _changes.Notify();
        return true;
    }

    // RFC 3261 §10.3: the Request-URI is the Contact as it was registered. The way there is the way it came,
    // for the address in the Contact may lie behind a NAT, and for a TCP client only its own connection leads back.
    private static (SipUri Target, SipEndPoint NextHop) Reach(CarrierBinding binding) => (binding.Contact, binding.Source);

    private static SipHeaders ExtraHeaders(CarrierCall call)
    {
        var headers = call.ExtraHeaders;
        headers = call.PAssertedIdentity is { } identity ? headers.With(HeaderNames.PAssertedIdentity, identity) : headers;
        return call.Privacy is { } privacy ? headers.With("Privacy", privacy) : headers;
    }

    private async Task FarewellAsync(SimulatedCall call, CancellationToken cancellationToken)
    {
        await call.HangUpAsync().WaitAsync(cancellationToken);
        if ((await call.Ended).Cause == SessionEndCause.LocalBye && call.CallId is { } callId)
        {
            await _sip.WaitForByeAnsweredAsync(callId, cancellationToken);
        }
    }

    private void Tick(long frameNumber)
    {
        foreach (var (call, _) in _calls)
        {
            call.Tick(frameNumber);
        }
    }

    private void Forget(SimulatedCall call) => _clock.Post(() =>
    {
        if (_calls.TryRemove(call, out _))
        {
            call.Close();
        }
    });
}
