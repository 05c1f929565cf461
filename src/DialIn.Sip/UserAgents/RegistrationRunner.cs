using System.Globalization;
using System.Security.Cryptography;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;

namespace DialIn.Sip.UserAgents;

/// <summary>Carries out what the <see cref="RegistrationMachine"/> wants. Loop only, except <see cref="Status"/> and <see cref="Finished"/>.</summary>
internal sealed class RegistrationRunner
{
    private readonly UserAgentCore _core;
    private readonly RegistrationOptions _options;
    private readonly TaskCompletionSource _finished = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // RFC 3261 §10.2: one Call-ID for all, and a CSeq that counts up.
    private readonly string _callId = Identifiers.NewCallId();
    private readonly string _tag = Identifiers.NewTag();
    private RegistrationMachine _machine;
    private RegistrationStatus _status = new(RegistrationState.Registering, null, null, null, []);
    private ClientExchange? _exchange;
    private LoopTimer? _timer;
    private SipEndPoint? _remote;
    private uint _sequence;

    public RegistrationRunner(UserAgentCore core, RegistrationOptions options)
    {
        _core = core;
        _options = options;
        _machine = new RegistrationMachine(options.Expires);
    }

    public RegistrationStatus Status => Volatile.Read(ref _status);

    public Task Finished => _finished.Task;

    public void Drive(RegistrationInput input)
    {
        (_machine, var effects) = _machine.On(input);
        foreach (var effect in effects)
        {
            CarryOut(effect);
        }
    }

    /// <summary>The transport lost a connection.</summary>
    public void OnFlowClosed(Flow flow)
    {
        if (_remote is { } remote && remote.Protocol.IsReliable() && remote == flow.Remote)
        {
            Drive(new RegistrationInput.FlowLost(Chance()));
        }
    }

    /// <summary>The stack closes: no word to the registrar.</summary>
    public void Abort()
    {
        _exchange?.Abandon();
        CarryOut(new RegistrationEffect.Finish());
    }

    private static double Chance() => RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20);

    private void CarryOut(RegistrationEffect effect)
    {
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
                var now = _core.Mailbox.Now;
                Report(Status with
                {
                    State = RegistrationState.Registered,
                    RegisteredSince = IsBound(now) ? Status.RegisteredSince : now,
                    ExpiresAt = now + granted,
                    LastFailure = null,
                });
                break;
            case RegistrationEffect.ReportFailure(var status):
                var held = IsBound(_core.Mailbox.Now);
                Report(Status with
                {
                    State = RegistrationState.Failing,
                    RegisteredSince = held ? Status.RegisteredSince : null,
                    ExpiresAt = held ? Status.ExpiresAt : null,
                    LastFailure = string.Create(CultureInfo.InvariantCulture, $"{status} {ReasonPhrases.For(status)}"),
                });
                break;
            case RegistrationEffect.Finish:
                _timer?.Dispose();
                Report(Status with { State = RegistrationState.Stopped, RegisteredSince = null, ExpiresAt = null });
                _finished.TrySetResult();
                break;
        }
    }

    private bool IsBound(DateTimeOffset now) => Status.ExpiresAt > now;

    private void Report(RegistrationStatus status)
    {
        Volatile.Write(ref _status, status);
        _options.Changed?.Invoke(status);
    }

    private void Send(TimeSpan expires)
    {
        _exchange?.Abandon();
        var exchange = _exchange = new ClientExchange(_core, remote => Create(remote, expires), () => ++_sequence, _options.Challenges, new DetachedExchange(
            (status, response) => Drive(RegistrationAnswer.Read(status, response, _options.ContactUser, Chance()))));
        _core.Hosts.Resolve(_options.OutboundProxy ?? _options.Registrar, Found);

        void Found(IReadOnlyList<SipEndPoint> remotes)
        {
            if (remotes.Count > 0)
            {
                Report(Status with { RegistrarAddresses = [.. remotes.Select(remote => remote.Address.Address).Distinct()] });
            }

            exchange.Start(remotes);
        }
    }

    private SipRequest Create(SipEndPoint remote, TimeSpan expires)
    {
        _remote = remote;
        var seconds = ((long)expires.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var contact = _core.Transports.ContactFor(_options.ContactUser, remote, _options.AddressOfRecord.Scheme);
        contact = contact with { Parameters = contact.Parameters.With("expires", seconds) };
        var addressOfRecord = new NameAddress(_options.AddressOfRecord);
        return new SipRequest(SipMethod.Register, _options.Registrar with { User = null }, SipHeaders.Empty
            .WithAdded(HeaderNames.MaxForwards, "70")
            .WithAdded(HeaderNames.From, addressOfRecord.WithTag(_tag).ToString())
            .WithAdded(HeaderNames.To, addressOfRecord.ToString())
            .WithAdded(HeaderNames.CallId, _callId)
            .WithAdded(HeaderNames.CSeq, new CSeq(++_sequence, SipMethod.Register).ToString())
            .WithAdded(HeaderNames.Contact, contact.ToString())
            .WithAdded(HeaderNames.Expires, seconds)
            .WithAdded(HeaderNames.Allow, Capabilities.Allow)
            .WithAdded(_core.OwnHeaders));
    }
}
