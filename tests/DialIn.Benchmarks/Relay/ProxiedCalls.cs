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

    private readonly ConcurrentDictionary<string, Call> _calls = new();
    private SipStack? _stack;
    private int _last;

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

    /// <summary>Hangs up all calls, and waits until the called know.</summary>
    public async Task EndAsync()
    {
        foreach (var call in _calls.Values)
        {
            call.Session!.Bye();
        }

        foreach (var (name, call) in _calls)
        {
            await call.Ended.Task.WaitAsync(Patience, TimeProvider.System);
            _calls.TryRemove(name, out _);
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
        var call = _calls[invite.Request.RequestUri.User!];
        call.CalleeSendsTo.TrySetResult(AudioDescription.RemoteOf(invite.Request.Body.Span).Port);
        _ = invite.Accept(AudioDescription.Write(call.CalleePort), "application/sdp", happened =>
        {
            if (happened is SessionEnded)
            {
                call.Ended.TrySetResult();
            }
        });
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
        var name = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var call = _calls[name] = new Call(calleePort);
        call.Session = _stack!.Invite(
            new OutgoingInvite
            {
                Target = new SipUri("sip", name, IPAddress.Loopback.ToString(), _stack.LocalEndPoints[0].Address.Port),
                NextHop = new SipEndPoint(SipProtocol.Udp, proxy),
                From = new NameAddress(new SipUri("sip", "caller", "carrier.example")),
                Body = AudioDescription.Write(callerPort),
            },
            happened =>
            {
                switch (happened)
                {
                    case SessionAnswered { Answer: var answer }:
                        call.CallerSendsTo.TrySetResult(AudioDescription.RemoteOf(answer.Span).Port);
                        break;
                    case SessionEnded { End: var end }:
                        call.CallerSendsTo.TrySetException(new BenchmarkException($"the proxy ended a call: {end}"));
                        break;
                }
            });
        return (await call.CallerSendsTo.Task.WaitAsync(Patience, TimeProvider.System), await call.CalleeSendsTo.Task.WaitAsync(Patience, TimeProvider.System));
    }

    private sealed record Call(int CalleePort)
    {
        public InviteSession? Session { get; set; }

        public TaskCompletionSource<int> CallerSendsTo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource<int> CalleeSendsTo { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Ended { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
