using System.Net.Sockets;
using DialIn.Sip.Dialogs;
using DialIn.Sip.Locating;
using DialIn.Sip.Messages;
using DialIn.Sip.Transactions;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging;

namespace DialIn.Sip.UserAgents;

/// <summary>
/// A user agent on one or more addresses. All it does happens on one loop; its methods may be called from any thread, only
/// hand work to that loop, and return at once.
/// </summary>
public sealed class SipStack : IAsyncDisposable
{
    private readonly IReadOnlyList<ISipTransport> _transports;
    private readonly Mailbox _mailbox;
    private readonly TransactionLayer _transactions;
    private readonly UserAgentCore _core;
    private readonly StackInbox _inbox;
    private readonly SipMeters _meters;
    private readonly List<RegistrationRunner> _registrations = [];
    private int _disposed;

    /// <summary>Makes a stack; nothing is bound before <see cref="StartAsync"/>.</summary>
    /// <param name="options">Where to listen and how to appear.</param>
    /// <param name="application">Who decides about calls.</param>
    /// <param name="time">The clock of all timers.</param>
    /// <param name="loggers">Where faults go.</param>
    /// <param name="transports">Transports to use instead of the sockets that the options name; the stack owns them.</param>
    /// <param name="dns">Who is asked for names, SRV and NAPTR records; by default the operating system, which knows addresses only.</param>
    public SipStack(
        SipStackOptions options,
        ISipApplication application,
        TimeProvider time,
        ILoggerFactory loggers,
        IReadOnlyList<ISipTransport>? transports = null,
        IDnsQueries? dns = null)
        : this(options, application, time, loggers, transports, dns, Dice.Throw)
    {
    }

    /// <summary>Makes a stack whose jitter follows <paramref name="chance"/>: numbers from 0 up to but not including 1.</summary>
    internal SipStack(
        SipStackOptions options,
        ISipApplication application,
        TimeProvider time,
        ILoggerFactory loggers,
        IReadOnlyList<ISipTransport>? transports,
        IDnsQueries? dns,
        Func<double> chance)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(application);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loggers);
        var logger = loggers.CreateLogger<SipStack>();
        _transports = transports ?? [.. options.Listen.Select(point => Create(point, options, time, logger))];
        _mailbox = new Mailbox(time, logger);
        var tap = options.Tap is { } bare ? new GuardedTap(bare, logger) : null;
        var layer = new TransportLayer(_mailbox, _transports, options.PublicAddresses, logger, tap);
        _transactions = new TransactionLayer(_mailbox, layer, options.Timers, options.MaxServerTransactions, options.MaxServerTransactionsPerSource);
        _meters = new SipMeters(() => _transactions.Count);
        var locator = new ServerLocator(_mailbox, layer, dns ?? new CachedDns(new SystemNames(), time), logger);
        _core = new UserAgentCore(_mailbox, _transactions, layer, locator, options, application, OnDropped, chance);
        _transactions.SetUser(_core);
        _inbox = new StackInbox(_mailbox, _transactions, application, new InboundLimits(options, time), OnDropped, OnFlowClosed, tap);

        void OnDropped(DropReason reason)
        {
            _meters.Count(reason);
            application.OnDropped(reason);
        }
    }

    /// <summary>The addresses bound, with their real ports; complete after <see cref="StartAsync"/>.</summary>
    public IReadOnlyList<SipEndPoint> LocalEndPoints =>
        [.. _transports.Select(transport => new SipEndPoint(transport.Protocol, transport.LocalEndPoint))];

    /// <summary>Binds all addresses.</summary>
    /// <exception cref="SocketException">An address is taken or not ours; the message names it.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var transport in _transports)
        {
            try
            {
                await transport.StartAsync(_inbox, cancellationToken).ConfigureAwait(false);
            }
            catch (SocketException fault)
            {
                throw new SocketException((int)fault.SocketErrorCode, $"{$"{transport.Protocol}".ToLowerInvariant()}://{transport.LocalEndPoint}: {fault.Message}");
            }
        }
    }

    /// <summary>Places a call. Events come on the stack's loop, the last one is <see cref="SessionEnded"/>.</summary>
    /// <exception cref="ObjectDisposedException">The stack is closed.</exception>
    public InviteSession Invite(OutgoingInvite invite, Action<SessionEvent> events)
    {
        ArgumentNullException.ThrowIfNull(invite);
        ArgumentNullException.ThrowIfNull(events);
        var session = new InviteSession(_mailbox, Identifiers.NewCallId());
        Post(() => new InviteClient(_core, invite, session, new SessionSink(_mailbox, _core.OpenSinks, events)).Start());
        return session;
    }

    /// <summary>
    /// Goes on with a session of another process from its record: the peer's requests are answered, the session timer runs on,
    /// and a re-INVITE tells the peer of a new address. Events as of <see cref="Invite"/>.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The stack is closed.</exception>
    public InviteSession Resume(Dialog dialog, Action<SessionEvent> events)
    {
        ArgumentNullException.ThrowIfNull(dialog);
        ArgumentNullException.ThrowIfNull(events);
        var session = new InviteSession(_mailbox, dialog.CallId);
        Post(() =>
        {
            var sink = new SessionSink(_mailbox, _core.OpenSinks, events);
            sink.Open();
            DialogSession.Established(_core, session, sink, dialog, challenges: null, new DialogTarget());
        });
        return session;
    }

    /// <summary>
    /// Sends a request outside a dialog and waits for its final response. No answer in time gives a 408 and a failing
    /// transport a 503, both made here (RFC 3261 §8.1.3.1).
    /// </summary>
    /// <exception cref="ArgumentException">INVITE, ACK and CANCEL have their own ways.</exception>
    /// <exception cref="ObjectDisposedException">The stack is or was closed meanwhile.</exception>
    public async Task<SipResponse> SendAsync(OutgoingRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Method == SipMethod.Invite || request.Method == SipMethod.Ack || request.Method == SipMethod.Cancel)
        {
            throw new ArgumentException($"{request.Method} cannot be sent by itself", nameof(request));
        }

        var outcome = new TaskCompletionSource<SipResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() => new OutgoingExchange(_core, request, outcome).Start());
        return await outcome.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Registers with a registrar, and stays registered until the result is stopped.</summary>
    /// <exception cref="ObjectDisposedException">The stack is closed.</exception>
    public Registration Register(RegistrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var runner = new RegistrationRunner(_core, options);
        Post(() =>
        {
            _registrations.RemoveAll(static other => other.Finished.IsCompleted);
            _registrations.Add(runner);
            runner.Start();
        });
        return new Registration(_core, runner);
    }

    /// <summary>
    /// Registers once and ends it at once: who gets a 2xx has shown the right credentials. Without a
    /// <see cref="RegistrationOptions.ContactUser"/> it only asks, and touches no binding (RFC 3261 §10.2.3); with one, its
    /// binding is removed again.
    /// </summary>
    /// <param name="options">As for a registration; who hears of changes does not count.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see cref="RegistrationState.Registered"/> after a 2xx, else the failure and why.</returns>
    /// <exception cref="ObjectDisposedException">The stack is closed.</exception>
    public async Task<RegistrationStatus> RegisterOnceAsync(RegistrationOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var outcome = new TaskCompletionSource<RegistrationStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        var runner = new RegistrationRunner(_core, options with
        {
            Changed = status =>
            {
                if (status.State != RegistrationState.Registering)
                {
                    outcome.TrySetResult(status);
                }
            },
        });
        Post(() =>
        {
            _registrations.Add(runner);
            runner.Start();
        });
        try
        {
            var status = await outcome.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (status.State == RegistrationState.Registered && options.ContactUser is not null)
            {
                _mailbox.Post(() => runner.Drive(new RegistrationInput.Stop()));
                await runner.Finished.WaitAsync(cancellationToken).ConfigureAwait(false);
            }

            return status;
        }
        finally
        {
            _mailbox.Post(() =>
            {
                if (_registrations.Remove(runner))
                {
                    runner.Abort();
                }
            });
        }
    }

    /// <summary>How much was dropped for this reason so far.</summary>
    public long Dropped(DropReason reason) => _meters.Dropped(reason);

    /// <summary>
    /// Closes all: sockets, timers, tasks. Sends nothing to anyone: who wants BYEs sends them before. Every open session
    /// ends with <see cref="SessionEndCause.TransportError"/>.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            return;
        }

        _mailbox.Post(() =>
        {
            _registrations.ForEach(registration => registration.Abort());
            _core.Stop();
        });
        await _mailbox.DisposeAsync().ConfigureAwait(false);
        foreach (var transport in _transports)
        {
            await transport.DisposeAsync().ConfigureAwait(false);
        }

        _meters.Dispose();
    }

    /// <summary>Completes once nothing is left to do until time passes or a message comes. For tests.</summary>
    internal Task IdleAsync() => _mailbox.IdleAsync();

    /// <summary>How many transactions are alive. For tests, when idle.</summary>
    internal int TransactionCount => _transactions.Count;

    private static ISipTransport Create(SipListenPoint point, SipStackOptions options, TimeProvider time, ILogger logger) => point.Protocol switch
    {
        SipProtocol.Udp => new UdpTransport(point.Address, options.Limits),
        SipProtocol.Tcp => new TcpTransport(point.Address, options.Limits, TcpTransportOptions.Default, time),
        _ => new TlsTransport(point.Address, options.Tls ?? new TlsOptions(), options.Limits, TcpTransportOptions.Default, time, logger),
    };

    private void OnFlowClosed(Flow flow)
    {
        _transactions.OnFlowClosed(flow);
        _registrations.ForEach(registration => registration.OnFlowClosed(flow));
    }

    private void Post(Action work) => ObjectDisposedException.ThrowIf(!_mailbox.Post(work), this);
}
