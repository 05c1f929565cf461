using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;

namespace DialIn.Media.Relay;

/// <summary>The media of one call: its legs, on one thread of the loop. Thread-safe.</summary>
public sealed class CallMedia : IDisposable
{
    private readonly MediaLoop _loop;
    private readonly LoopThread _thread;
    private readonly PortPool _ports;
    private readonly Lock _gate = new();
    private readonly List<MediaLeg> _legs = [];
    private (MediaLeg First, MediaLeg Second)? _joined;
    private bool _disposed;

    private CallMedia(MediaLoop loop, PortPool ports) => (_loop, _ports, _thread) = (loop, ports, loop.Enter());

    /// <summary>The legs in the order of opening, closed ones included.</summary>
    public IReadOnlyList<MediaLeg> Legs
    {
        get
        {
            lock (_gate)
            {
                return [.. _legs];
            }
        }
    }

    /// <summary>Begins a call without legs.</summary>
    public static CallMedia Create(MediaLoop loop, PortPool ports) => new(loop, ports);

    /// <summary>Continues a call whose state was written elsewhere: same legs, same outgoing streams, same sources. Throws
    /// <see cref="PortsExhaustedException"/> when no port is free.</summary>
    /// <param name="loop">The loop that takes it over.</param>
    /// <param name="ports">The ports; each leg gets its old one if that is free, else another, of which a re-INVITE tells the peer.</param>
    /// <param name="state">What <see cref="SnapshotAsync"/> gave.</param>
    /// <param name="events">Gives the receiver of events for a leg's name.</param>
    public static CallMedia Rebuild(MediaLoop loop, PortPool ports, CallMediaState state, Func<string, Action<MediaEvent>> events)
    {
        var call = new CallMedia(loop, ports);
        var takenAt = call._thread.Now - (loop.Time.GetUtcNow() - state.TakenAt);
        try
        {
            foreach (var leg in state.Legs)
            {
                call.Restore(leg, events(leg.Options.Name), takenAt);
            }
        }
        catch
        {
            call.Dispose();
            throw;
        }

        if (state.Joined is [var first, var second])
        {
            call.Join(call._legs[first], call._legs[second]);
        }

        return call;
    }

    /// <summary>Opens a leg on a free pair of ports. Throws <see cref="PortsExhaustedException"/> when there is none.</summary>
    /// <param name="options">What the leg is like.</param>
    /// <param name="events">Hears of what happens, on the loop's thread; it must not block.</param>
    public MediaLeg OpenLeg(MediaLegOptions options, Action<MediaEvent> events)
    {
        Span<byte> random = stackalloc byte[10];
        RandomNumberGenerator.Fill(random);
        var stream = new RtpRewriter(
            BinaryPrimitives.ReadUInt32BigEndian(random),
            (ushort)(BinaryPrimitives.ReadUInt16BigEndian(random[4..]) & 0x7FFF),
            BinaryPrimitives.ReadUInt32BigEndian(random[6..]));
        return Open(options, events, stream, preferredPort: 0);
    }

    /// <summary>Relays audio between two legs of this call, both ways. Where they speak different codecs, now or later, it is transcoded.</summary>
    public void Join(MediaLeg a, MediaLeg b)
    {
        lock (_gate)
        {
            _joined = (a, b);
        }

        _thread.Post(() => a.Path.Join(b.Path));
    }

    /// <summary>Ends the relay. Both legs go on with prompts or silence.</summary>
    public void Part()
    {
        lock (_gate)
        {
            if (_joined is { } joined)
            {
                _joined = null;
                _thread.Post(joined.First.Path.Part);
            }
        }
    }

    /// <summary>
    /// The call's media as plain data, of one moment between two packets. Who hands the call over calls <see cref="Dispose"/>
    /// right after, before awaiting: then not one packet is sent after that moment. Faulted when the loop has ended.
    /// </summary>
    public Task<CallMediaState> SnapshotAsync(CancellationToken cancellationToken)
    {
        List<MediaLeg> legs;
        List<int> joined;
        lock (_gate)
        {
            legs = [.. _legs.Where(leg => !leg.IsClosed)];
            joined = _joined is { } pair && legs.Contains(pair.First) && legs.Contains(pair.Second)
                ? [legs.IndexOf(pair.First), legs.IndexOf(pair.Second)]
                : [];
        }

        var result = new TaskCompletionSource<CallMediaState>(TaskCreationOptions.RunContinuationsAsynchronously);
        var posted = _thread.Post(() =>
        {
            var now = _thread.Now;
            result.TrySetResult(new CallMediaState(_loop.Time.GetUtcNow(), [.. legs.Select(leg => leg.Snapshot(now))], joined));
        });
        if (!posted)
        {
            result.TrySetException(new ObjectDisposedException(nameof(MediaLoop)));
        }

        return result.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Closes the legs; their ports drain.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _thread.Leave();
            }

            _disposed = true;
            _legs.ForEach(leg => leg.Close());
        }
    }

    private MediaLeg Open(MediaLegOptions options, Action<MediaEvent> events, RtpRewriter stream, int preferredPort)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var path = new LegPath(options, events, stream, _thread.Scratch, _loop.Logger);
            var leg = new MediaLeg(_thread, _ports, _ports.Lease(preferredPort, options.Family), options, path);
            _legs.Add(leg);
            return leg;
        }
    }

    private void Restore(MediaLegState state, Action<MediaEvent> events, TimeSpan takenAt)
    {
        var leg = Open(state.Options, events, new RtpRewriter(state.Outgoing, takenAt), state.LocalPort);
        if (state.Rtcp is { } rtcp)
        {
            _thread.Post(() => leg.Path.Restore(rtcp, takenAt));
        }

        if (state.Srtp is { } srtp)
        {
            _thread.Post(() => leg.Path.Restore(srtp));
        }

        if (state.Negotiated is { } negotiated)
        {
            leg.Start(negotiated.ToNegotiatedAudio());
        }

        leg.Mute(state.IsMuted);
        if (state.Source is { } source)
        {
            var peer = SocketPeer.From(IPEndPoint.Parse(source));
            _thread.Post(() => leg.Path.Restore(peer));
        }
    }
}
