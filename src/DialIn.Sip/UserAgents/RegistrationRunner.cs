using System.Globalization;
using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>Carries out what the <see cref="RegistrationMachine"/> wants. Loop only, except <see cref="Status"/> and <see cref="Finished"/>.</summary>
internal sealed class RegistrationRunner
{
    private readonly UserAgentCore _core;
    private readonly RegistrationOptions _options;
    private readonly FlowKeepAlive _keepAlive;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // RFC 3261 §10.2: one Call-ID for all, and a CSeq that counts up.
    private readonly (string CallId, string Tag) _dialog = (Identifiers.NewCallId(), Identifiers.NewTag());
    private readonly OtherBindings _others = new();
    private RegistrationMachine _machine;
    private RegistrationStatus _status;
    private RegistrationChallenges? _challenges;
    private ClientExchange? _exchange;
    private LoopTimer? _timer;

    // The Contact of the last 2xx.
    private NameAddress? _bound;

    // The REGISTER of the last 2xx: calls come over its connection.
    private RunningClientTransaction? _boundBy;
    private SipEndPoint? _remote;
    private TimeSpan _asked;
    private uint _sequence;

    public RegistrationRunner(UserAgentCore core, RegistrationOptions options)
    {
        _core = core;
        _options = options;
        _machine = new RegistrationMachine(options.Expires, options.Spread);
        _status = new RegistrationStatus(RegistrationState.Registering, null, null, null, []) { Security = options.Security };
        _keepAlive = new FlowKeepAlive(core, options.KeepAlive, CreateOptions, OnSeen, () => Drive(new RegistrationInput.FlowLost(_core.Chance())), OnMeasured);
    }

    public RegistrationStatus Status => Volatile.Read(ref _status);

    public Task Finished => _finished.Task;

    public void Start() => Drive(new RegistrationInput.Start(_options.StartAfter));

    public void Drive(RegistrationInput input)
    {
        (_machine, var effects) = _machine.On(input);
        foreach (var effect in effects)
        {
            CarryOut(effect);
        }
    }

    /// <summary>The transport lost a connection. An older one to the same registrar may end late, and is no loss.</summary>
    public void OnFlowClosed(Flow flow)
    {
        if (_boundBy?.SentBy is { IsConnection: true } bound && bound.ConnectionId == flow.ConnectionId && bound.Transport == _core.Transports.Find(flow))
        {
            _boundBy = null;
            Drive(new RegistrationInput.FlowLost(_core.Chance()));
        }
    }

    /// <summary>The stack closes, or the registration is given up: no word to the registrar, now or later.</summary>
    public void Abort()
    {
        _machine = _machine with { State = RegistrationMachine.Phase.Stopped };
        _exchange?.Abandon();
        CarryOut(new RegistrationEffect.Finish());
    }

    private void CarryOut(RegistrationEffect effect)
    {
        var now = _core.Mailbox.Now;
        switch (effect)
        {
            case RegistrationEffect.SendRegister(var expires):
                _timer?.Dispose();
                Send(expires);
                break;
            case RegistrationEffect.StartTimer(var after):
                _timer?.Dispose();
                _timer = _core.Mailbox.StartTimer(after, () => Drive(new RegistrationInput.TimerFired()));
                break;
            case RegistrationEffect.ReportBound(var granted):
                Report(Status with
                {
                    State = RegistrationState.Registered,
                    RegisteredSince = Status.IsBound(now) ? Status.RegisteredSince : now,
                    ConfirmedAt = now,
                    ExpiresAt = now + granted,
                    NextAttemptAt = null,
                    LastFailure = null,
                    LastStatus = null,
                });
                _keepAlive.Start(_remote!.Value);
                break;
            case RegistrationEffect.ReportFailure(var status, var isRefusal, var retryAfter):
                var held = Status.IsBound(now);
                if (!held)
                {
                    _keepAlive.Stop();
                }

                Report(Status with
                {
                    State = isRefusal ? RegistrationState.Refused : RegistrationState.Failing,
                    RegisteredSince = held ? Status.RegisteredSince : null,
                    ExpiresAt = held ? Status.ExpiresAt : null,
                    NextAttemptAt = now + retryAfter,
                    FailedAttempts = Status.FailedAttempts + 1,
                    LastFailure = string.Create(CultureInfo.InvariantCulture, $"{status} {ReasonPhrases.For(status)}"),
                    LastStatus = status,
                });
                break;
            case RegistrationEffect.Finish:
                _timer?.Dispose();
                _keepAlive.Stop();
                Report(Status with { State = RegistrationState.Stopped, RegisteredSince = null, ExpiresAt = null, NextAttemptAt = null });
                _finished.TrySetResult();
                break;
        }
    }

    private void Report(RegistrationStatus status)
    {
        Volatile.Write(ref _status, status);
        _options.Changed?.Invoke(status);
    }

    private void Send(TimeSpan expires)
    {
        _exchange?.Abandon();
        _asked = expires;
        var challenges = _challenges = new RegistrationChallenges(_options.Challenges, Status.Security, static agreement => agreement.ForRegister(), OnChallenged);
        var exchange = _exchange = new ClientExchange(_core, CreateRegister, () => ++_sequence, challenges, new DetachedExchange(
            (status, response, sent) => OnAnswered(challenges, status, response, sent)))
        {
            MaySendNow = _options.MaySend,
        };
        _core.Locator.Locate(_options.OutboundProxy ?? _options.Registrar, Found);

        void Found(IReadOnlyList<SipEndPoint> remotes)
        {
            if (remotes.Count > 0)
            {
                Report(Status with { RegistrarAddresses = [.. remotes.Select(remote => remote.Address.Address).Distinct()] });
            }

            exchange.Start(remotes);
        }
    }

    private SipRequest CreateRegister(SipEndPoint remote)
    {
        _remote = remote;
        return RegistrationRequests.Register(
            _options, _dialog, ++_sequence, Contacts(remote), _core.OwnHeaders.WithAdded(_challenges?.Agreement?.ForRegister() ?? SipHeaders.Empty));
    }

    // The Contact that leads to us: our own address, or the one of the NAT before us. One that no longer does is removed.
    private SipHeaders Contacts(SipEndPoint remote)
    {
        if (_options.ContactUser is null)
        {
            // RFC 3261 §10.2.3: without a Contact it asks, and changes no binding.
            return SipHeaders.Empty;
        }

        var own = _core.Transports.ContactFor(_options.ContactUser, remote, _options.AddressOfRecord.Scheme);
        var contact = Status.SeenAs is { } seen && FollowsSeen(remote) ? own.At(seen) : own;
        return RegistrationRequests.Contacts(contact, _asked, _bound is not null && !_bound.Uri.IsEquivalentTo(contact.Uri) ? _bound : null);
    }

    // A connection leads back to us by itself, whatever the Contact says; and a configured public address is the right one.
    private bool FollowsSeen(SipEndPoint remote) => !_core.Transports.HasPublicAddress && remote.Protocol == SipProtocol.Udp;

    /// <summary>RFC 3581 §4: the answer to our first REGISTER shows where it came from; the next one has the right Contact.</summary>
    private SipHeaders OnChallenged(SipRequest sent, SipResponse challenge) =>
        IsMoved(sent, challenge) ? Contacts(_remote!.Value) : SipHeaders.Empty;

    private bool IsMoved(SipRequest sent, SipResponse response)
    {
        if (ObservedAddress.In(response) is { } seen)
        {
            Volatile.Write(ref _status, Status with { SeenAs = seen });
        }

        return _remote is { } remote && FollowsSeen(remote) && Status.SeenAs is { } address
            && sent.Contact is { } contact && !contact.Uri.IsEquivalentTo(contact.At(address).Uri);
    }

    private void OnAnswered(RegistrationChallenges challenges, int status, SipResponse? response, SipRequest? sent)
    {
        var answer = RegistrationAnswer.Read(status, response, sent?.Contact?.Uri, _core.Chance());
        if (response is null)
        {
            answer = answer with { IsConnectionLost = _exchange?.Current is { IsConnectionLost: true } };
        }
        else if (sent is not null)
        {
            _boundBy = response.IsSuccess ? _exchange?.Current : _boundBy;
            answer = answer with { HasOtherSecret = challenges.OnFinal(sent, response), IsMoved = IsMoved(sent, response) };

            // A registrar that cannot take two Contact fields must not refuse us for ever: the old binding is left to run out.
            _bound = response.IsSuccess ? sent.Contact : sent.Contacts.Count > 1 ? null : _bound;
        }

        Volatile.Write(ref _status, Status with
        {
            Attempts = Status.Attempts + 1,
            Contact = sent?.Contact?.Uri ?? Status.Contact,
            Target = _remote,
            Latency = response is not null && _exchange?.Current is { } transaction ? transaction.Elapsed : Status.Latency,

            // Another server of the provider may take over with another list: what failed begins anew.
            Security = response is { IsSuccess: true } ? challenges.Agreement : _options.Security,
            Facts = response is { IsSuccess: true } ? RegistrarFacts.In(response) : Status.Facts,
            OtherContacts = response is { IsSuccess: true } ? _others.Take(response, sent?.Contact?.Uri, _core.Mailbox.Now) : Status.OtherContacts,
        });
        Drive(answer);
    }

    private void OnSeen(IPEndPoint seen)
    {
        if (!seen.Equals(Status.SeenAs))
        {
            Report(Status with { SeenAs = seen });
            if (_remote is { } remote && FollowsSeen(remote))
            {
                Drive(new RegistrationInput.AddressMoved());
            }
        }
    }

    private void OnMeasured(TimeSpan latency) => Report(Status with { Latency = latency });

    private SipRequest CreateOptions(SipEndPoint remote) =>
        RegistrationRequests.Options(
            _options, Status.Facts, _core.Transports.ContactFor(_options.ContactUser, remote, _options.AddressOfRecord.Scheme), _core.OwnHeaders.WithAdded(Status.Security?.ForRequest() ?? SipHeaders.Empty));
}
