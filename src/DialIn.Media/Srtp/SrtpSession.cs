using DialIn.Media.Sdp;

namespace DialIn.Media.Srtp;

/// <summary>
/// The protection of one leg, both ways, over all its changes of key. RTCP of the leg goes through <see cref="ProtectRtcp"/> and
/// <see cref="UnprotectRtcp"/> of the same object, on the same thread: the loop's. Not thread-safe.
/// </summary>
/// <remarks>
/// After a new offer and answer there is a time in which packets under the old keys are still on their way (RFC 4568 §7.1.4). The
/// peer's old key is valid until packets under its new one have come; and we ourselves go on with our old key until the peer
/// shows, by its new one, that it has read the answer.
/// </remarks>
internal sealed class SrtpSession : IDisposable
{
    // One second of packets that were overtaken on the way.
    private const int PacketsUntilOldKeyEnds = 50;

    // A peer that sends nothing shows nothing: 200 ms are more than the answer takes.
    private const int PacketsUntilNewKeyIsUsed = 10;

    // On hold reports are all that is sent, seconds apart: the second one has the new key.
    private const int PacketsThatAReportIsWorth = 6;

    private SrtpSender _sender;
    private SrtpReceiver _receiver;
    private SrtpSender? _nextSender;
    private SrtpSender? _formerSender;
    private SrtpReceiver? _formerReceiver;
    private int _sentSinceChange;
    private int _receivedSinceChange;

    public SrtpSession(SrtpKeys keys, SrtpState? state = null)
    {
        Keys = keys;
        _sender = new SrtpSender(keys.Local, state?.Sender);
        _receiver = new SrtpReceiver(keys.Remote);
        _receiver.Restore(state?.Sources ?? []);
    }

    /// <summary>The keys that were agreed on last.</summary>
    public SrtpKeys Keys { get; private set; }

    /// <summary>Where it stands; a change of key that is under way counts as done.</summary>
    public SrtpState State => new((_nextSender ?? _sender).State, _receiver.State);

    /// <summary>Takes what a new offer and answer agreed on. Keys that stay go on with their indexes.</summary>
    public void Change(SrtpKeys keys)
    {
        ChangeRemote(keys.Remote);
        ChangeLocal(keys.Local);
        Keys = keys;
    }

    /// <summary>See <see cref="SrtpSender.Protect"/>.</summary>
    public int Protect(Span<byte> buffer, int length)
    {
        CountSent(1);
        return _sender.Protect(buffer, length);
    }

    /// <summary>See <see cref="SrtpSender.ProtectRtcp"/>.</summary>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        CountSent(PacketsThatAReportIsWorth);
        return _sender.ProtectRtcp(buffer, length);
    }

    /// <summary>See <see cref="SrtpReceiver.Unprotect"/>.</summary>
    public SrtpVerdict Unprotect(ReadOnlySpan<byte> packet, Span<byte> destination, out int length)
    {
        var verdict = _receiver.Unprotect(packet, destination, out length);
        if (verdict == SrtpVerdict.Accepted)
        {
            UseNextSender();
            if (_formerReceiver is not null && ++_receivedSinceChange > PacketsUntilOldKeyEnds)
            {
                _formerReceiver.Dispose();
                _formerReceiver = null;
            }

            return verdict;
        }

        return verdict == SrtpVerdict.Unauthentic && _formerReceiver is not null ? _formerReceiver.Unprotect(packet, destination, out length) : verdict;
    }

    /// <summary>See <see cref="SrtpReceiver.UnprotectRtcp"/>.</summary>
    public SrtpVerdict UnprotectRtcp(ReadOnlySpan<byte> packet, Span<byte> destination, out int length)
    {
        var verdict = _receiver.UnprotectRtcp(packet, destination, out length);
        if (verdict == SrtpVerdict.Accepted)
        {
            UseNextSender();
        }

        return verdict == SrtpVerdict.Unauthentic && _formerReceiver is not null ? _formerReceiver.UnprotectRtcp(packet, destination, out length) : verdict;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sender.Dispose();
        _receiver.Dispose();
        _nextSender?.Dispose();
        _formerSender?.Dispose();
        _formerReceiver?.Dispose();
    }

    private void ChangeRemote(MasterKey key)
    {
        if (key.Equals(_receiver.Key))
        {
            return;
        }

        var next = key.Equals(_formerReceiver?.Key) ? _formerReceiver! : new SrtpReceiver(key, _receiver.Rollover);
        if (_formerReceiver != next)
        {
            _formerReceiver?.Dispose();
        }

        (_formerReceiver, _receiver, _receivedSinceChange) = (_receiver, next, 0);
    }

    // An offer that is taken back brings back our former key. It goes on where it was: begun anew, it would encrypt other
    // packets with the keystream of those that were sent already.
    private void ChangeLocal(MasterKey key)
    {
        if (key.Equals((_nextSender ?? _sender).Key))
        {
            return;
        }

        if (_nextSender is not null && key.Equals(_sender.Key))
        {
            GiveUpNextSender();
            return;
        }

        // RFC 4568 §7.1.4: the context of a new key begins with rollover counter 0.
        var next = key.Equals(_formerSender?.Key) ? _formerSender! : new SrtpSender(key);
        _formerSender = _formerSender == next ? null : _formerSender;
        GiveUpNextSender();
        (_nextSender, _sentSinceChange) = (next, 0);
    }

    // One that was on its way back has sent before: should its key come back once more, it must not begin anew.
    private void GiveUpNextSender()
    {
        if (_nextSender is { HasSent: true } used)
        {
            _formerSender?.Dispose();
            _formerSender = used;
        }
        else
        {
            _nextSender?.Dispose();
        }

        _nextSender = null;
    }

    private void CountSent(int packets)
    {
        if (_nextSender is not null && (_sentSinceChange += packets) > PacketsUntilNewKeyIsUsed)
        {
            UseNextSender();
        }
    }

    private void UseNextSender()
    {
        if (_nextSender is { } next)
        {
            _formerSender?.Dispose();
            (_formerSender, _sender, _nextSender) = (_sender, next, null);
        }
    }
}
