using System.Collections.Concurrent;
using System.Net;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Sip.UserAgents;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Benchmarks.Calls;

/// <summary>The carrier and the conference of a bridge in another process: it calls, types a PIN, answers as the conference, and hangs up.</summary>
internal sealed class CallSite : ISipApplication, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // A telephone's audio is there before somebody types.
    private static readonly TimeSpan BeforeTyping = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan InTheMeeting = TimeSpan.FromMilliseconds(500);

    private readonly PhoneClock _clock = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<long>> _waiting = new();
    private readonly SipStack _stack;

    public CallSite() => _stack = new SipStack(
        new SipStackOptions { Listen = [new SipListenPoint(SipProtocol.Udp, new IPEndPoint(IPAddress.Loopback, 0))] },
        this, TimeProvider.System, NullLoggerFactory.Instance);

    /// <summary>Where the conference is called. After the start.</summary>
    public IPEndPoint Conference => _stack.LocalEndPoints[0].Address;

    public Task StartAsync() => _stack.StartAsync(CancellationToken.None);

    /// <summary>One call from the first ring to the end.</summary>
    /// <param name="bridge">Where the bridge takes SIP.</param>
    /// <param name="number">The number that is called.</param>
    /// <param name="pin">What the caller types.</param>
    /// <returns>How soon after the last digit the caller is heard in the conference.</returns>
    public async Task<DigitToAudio> CallAsync(IPEndPoint bridge, string number, string pin)
    {
        using var phone = new TestPhone(static (_, _) => { });
        var heard = _waiting[phone.Number] = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        var answered = new TaskCompletionSource<IPEndPoint>(TaskCreationOptions.RunContinuationsAsynchronously);
        var session = _stack.Invite(Invite(bridge, number, phone.Port), happened =>
        {
            switch (happened)
            {
                case SessionAnswered { Answer: var answer }:
                    answered.TrySetResult(AudioDescription.RemoteOf(answer.Span));
                    break;
                case SessionEnded { End: var end }:
                    answered.TrySetException(new BenchmarkException($"the bridge ended a call: {end}"));
                    break;
            }
        });
        phone.SendTo(await answered.Task.WaitAsync(Patience, TimeProvider.System));
        _clock.Add(phone);
        try
        {
            await Task.Delay(BeforeTyping, TimeProvider.System);
            phone.Type(pin);
            var at = await heard.Task.WaitAsync(Patience, TimeProvider.System);
            await Task.Delay(InTheMeeting, TimeProvider.System);
            session.Bye();
            return new DigitToAudio(Since(phone.ReleasedAt), Since(phone.LastDigitAt));

            TimeSpan Since(long earlier) => TimeSpan.FromMicroseconds((at - earlier) / 1000.0);
        }
        finally
        {
            _clock.Remove(phone);
            _waiting.TryRemove(phone.Number, out _);
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
        var phone = new TestPhone((number, at) => _waiting.GetValueOrDefault(number)?.TrySetResult(at));
        phone.SendTo(AudioDescription.RemoteOf(invite.Request.Body.Span));
        _clock.Add(phone);
        _ = invite.Accept(AudioDescription.Write(phone.Port), "application/sdp", happened =>
        {
            if (happened is SessionEnded)
            {
                _clock.Remove(phone);
                phone.Dispose();
            }
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stack.DisposeAsync();
        _clock.Dispose();
    }

    private static OutgoingInvite Invite(IPEndPoint bridge, string number, int port) => new()
    {
        Target = new SipUri("sip", number, bridge.Address.ToString(), bridge.Port),
        NextHop = new SipEndPoint(SipProtocol.Udp, bridge),
        From = new NameAddress(new SipUri("sip", "+4915112345678", "carrier.example")),
        Body = AudioDescription.Write(port),
    };
}

/// <summary>How soon after the last digit the caller's first packet is in the conference.</summary>
/// <param name="SinceReleased">Since the first packet that says that the key was let go. The telephone sends no audio for 60 ms after it.</param>
/// <param name="SinceLastPacket">Since the last packet of the digit.</param>
internal readonly record struct DigitToAudio(TimeSpan SinceReleased, TimeSpan SinceLastPacket);
