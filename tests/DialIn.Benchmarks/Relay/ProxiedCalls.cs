using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using DialIn.Benchmarks.Calls;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Benchmarks.Relay;

/// <summary>The callers of a proxy and those whom they call. Their audio is somebody else's: calls only say where it goes.</summary>
/// <param name="proxy">Where the proxy takes SIP.</param>
internal sealed class ProxiedCalls(IPEndPoint proxy) : ISipApplication, IAsyncDisposable
{
    private const int AtOnce = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ConcurrentDictionary<string, Callee> _waiting = new();
    private readonly ConcurrentBag<Caller> _callers = [];
    private SipStack? _stack;
    private int _calls;

    public async Task StartAsync()
    {
        _stack = new SipStack(
            new SipStackOptions { Listen = [new SipListenPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 0))] }, this, TimeProvider.System, NullLoggerFactory.Instance);
        await _stack.StartAsync(CancellationToken.None);
    }

    /// <summary>Has calls answered.</summary>
    /// <param name="streams">Where both streams of each call want to be sent to.</param>
    /// <returns>Where each is told to send to.</returns>
    public async Task<IReadOnlyList<int>> OpenAsync(IReadOnlyList<int> streams)
    {
        var targets = new int[streams.Count];
        await Parallel.ForEachAsync(Enumerable.Range(0, streams.Count / 2), new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (call, _) =>
            (targets[2 * call], targets[(2 * call) + 1]) = await CallAsync(streams[2 * call], streams[(2 * call) + 1]));
        return targets;
    }

    /// <summary>Hangs up all calls.</summary>
    public async Task EndAsync()
    {
        while (_callers.TryTake(out var caller))
        {
            caller.Session!.Bye();
            await caller.Ended.Task.WaitAsync(Patience, TimeProvider.System);
        }
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
        var callee = _waiting[invite.Request.RequestUri.User!];
        callee.SendsTo.TrySetResult(AudioDescription.RemoteOf(invite.Request.Body.Span).Port);
        _ = invite.Accept(AudioDescription.Write(callee.Port), "application/sdp", static _ => { });
    }

    public async ValueTask DisposeAsync()
    {
        if (_stack is not null)
        {
            await _stack.DisposeAsync();
        }
    }

    private async Task<(int OfCaller, int OfCallee)> CallAsync(int callerPort, int calleePort)
    {
        var name = Interlocked.Increment(ref _calls).ToString(CultureInfo.InvariantCulture);
        var callee = _waiting[name] = new Callee(calleePort);
        var caller = new Caller();
        _callers.Add(caller);
        caller.Session = _stack!.Invite(
            new OutgoingInvite
            {
                Target = new SipUri("sip", name, IPAddress.Loopback.ToString(), _stack.LocalEndPoints[0].Address.Port),
                NextHop = new SipEndPoint(SipProtocol.Udp, proxy),
                From = new NameAddress(new SipUri("sip", "caller", "carrier.example")),
                Body = AudioDescription.Write(callerPort),
            },
            caller.OnEvent);
        var targets = (await caller.SendsTo.Task.WaitAsync(Patience, TimeProvider.System), await callee.SendsTo.Task.WaitAsync(Patience, TimeProvider.System));
        _waiting.TryRemove(name, out _);
        return targets;
    }

    private sealed record Callee(int Port)
    {
        public TaskCompletionSource<int> SendsTo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Caller
    {
        public InviteSession? Session { get; set; }

        public TaskCompletionSource<int> SendsTo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void OnEvent(SessionEvent happened)
        {
            switch (happened)
            {
                case SessionAnswered { Answer: var answer }:
                    SendsTo.TrySetResult(AudioDescription.RemoteOf(answer.Span).Port);
                    break;
                case SessionEnded { End: var end }:
                    SendsTo.TrySetException(new BenchmarkException($"the proxy ended a call: {end}"));
                    Ended.TrySetResult();
                    break;
            }
        }
    }
}
