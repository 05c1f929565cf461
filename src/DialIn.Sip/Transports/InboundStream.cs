using System.Buffers;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>What happens to the bytes of a connection: cut into messages, admit, parse, report. Used by the reading loop alone.</summary>
/// <param name="flow">The connection's name.</param>
/// <param name="limits">What is too large.</param>
/// <param name="events">Who hears of it.</param>
/// <param name="timers">The connection's deadlines.</param>
/// <param name="sendPong">Answers a ping.</param>
/// <param name="close">Closes the connection.</param>
internal sealed class InboundStream(
    Flow flow, SipLimits limits, ISipTransportEvents events, ConnectionTimers timers, Action sendPong, Action<DropReason?> close)
{
    private readonly SipStreamFramer _framer = new(limits);
    private readonly ReceiveBuffer _buffer = new();
    private bool _inMessage;
    private bool _ended;

    /// <summary>Where the next read goes.</summary>
    public Memory<byte> Free() => _buffer.Free();

    /// <summary>Takes what was read into <see cref="Free"/>.</summary>
    public void Add(int count)
    {
        if (_ended)
        {
            return;
        }

        _buffer.Add(count);
        var pending = _buffer.Pending;
        var isPongDue = timers.IsPongDue;
        timers.Received();
        var found = isPongDue && TakePong(ref pending);
        var frame = ReadOnlySequence<byte>.Empty;
        var error = default(SipParseError);
        while (!_ended && _framer.TryReadMessage(ref pending, out var kind, out frame, out error))
        {
            found = true;
            Handle(kind, frame, isPongDue);
        }

        _buffer.Keep(pending.Length);
        if (_ended)
        {
            return;
        }

        if (!error.IsNone)
        {
            Fail(error, frame.IsSingleSegment ? frame.FirstSpan : frame.ToArray());
        }
        else
        {
            SetDeadline(found, pending);
        }
    }

    /// <summary>A single line end may be half a ping. When we wait for a pong it is that, at once.</summary>
    private bool TakePong(ref ReadOnlySequence<byte> pending)
    {
        if (pending.Length != 2 || !pending.FirstSpan.SequenceEqual("\r\n"u8))
        {
            return false;
        }

        timers.PongReceived();
        pending = pending.Slice(2);
        return true;
    }

    private void Handle(FramedKind kind, ReadOnlySequence<byte> frame, bool isPongDue)
    {
        switch (kind)
        {
            case FramedKind.Ping:
                // RFC 5626 §3.5.1: a double line end is answered with a single one.
                sendPong();
                break;
            case FramedKind.Pong when isPongDue:
                timers.PongReceived();
                break;
            case FramedKind.Pong:
                // A line end before a message means nothing.
                break;
            default:
                HandleMessage(frame.FirstSpan);
                break;
        }
    }

    private void HandleMessage(ReadOnlySpan<byte> bytes)
    {
        if (!IsAdmitted(bytes))
        {
            return;
        }

        if (SipParser.TryParseFrame(bytes, limits, out var message, out var error))
        {
            events.OnMessage(message, flow);
        }
        else
        {
            events.OnMalformed(error, message, flow);
        }
    }

    /// <summary>Asked again for each request: the list of peers may have changed since the connection was opened.</summary>
    private bool IsAdmitted(ReadOnlySpan<byte> bytes)
    {
        if (InboundDatagrams.IsResponse(bytes) || events.Admit(flow))
        {
            return true;
        }

        _ended = true;
        close(DropReason.NotAdmitted);
        return false;
    }

    /// <summary>The stream cannot be read on. If its sender is owed an answer, the connection stays open for that long.</summary>
    private void Fail(SipParseError error, ReadOnlySpan<byte> head)
    {
        if (!IsAdmitted(head))
        {
            return;
        }

        SipMessage? framed = null;
        if (!head.IsEmpty)
        {
            SipParser.TryParseFrame(head, limits, out framed, out _);
        }

        _ended = true;
        events.OnMalformed(error, framed, flow);
        if (error.StatusCode is null || framed is null)
        {
            close(null);
        }
        else
        {
            timers.Linger();
        }
    }

    private void SetDeadline(bool found, ReadOnlySequence<byte> pending)
    {
        if (pending.IsEmpty || pending.FirstSpan[0] is (byte)'\r' or (byte)'\n')
        {
            _inMessage = false;
            timers.ExpectAnything();
        }
        else if (found || !_inMessage)
        {
            // The deadline runs from a message's first byte; more bytes do not extend it.
            _inMessage = true;
            timers.ExpectMessage();
        }
    }
}
