using System.Net;
using System.Net.Sockets;
using DialIn.Benchmarks.Load;
using DialIn.Media.Dtmf;
using DialIn.Media.Rtp;

namespace DialIn.Benchmarks.Calls;

/// <summary>One end of a call's RTP: it sends a packet every 20 ms, each with a <see cref="Stamp"/> of its own, types digits, and tells what it hears first. Belongs to the <see cref="PhoneClock"/>'s thread but for what says otherwise.</summary>
/// <param name="heard">Called once, with the number of the phone that is heard, and when in nanoseconds of the wall clock.</param>
internal sealed class TestPhone(Action<int, long> heard) : IDisposable
{
    private const byte PayloadType = 8;
    private const byte EventPayloadType = 101;
    private const byte SilenceByte = 0xD5;
    private const int FrameTicks = 160;

    private static int s_last;

    private readonly Socket _socket = Open();
    private readonly byte[] _packet = new byte[RtpPacket.HeaderLength + FrameTicks];
    private readonly byte[] _received = new byte[2048];
    private readonly byte[] _payload = [.. Enumerable.Repeat(SilenceByte, FrameTicks)];
    private readonly Queue<char> _digits = [];
    private readonly Lock _gate = new();
    private bool _hasHeard;
    private bool _isReleased;
    private IPEndPoint? _remote;
    private TelephoneEventSender _press;
    private ushort _sequence;
    private uint _timestamp;
    private int _framesToNext;
    private long _releasedAt;
    private long _lastDigitAt;

    /// <summary>Where it takes RTP. From any thread.</summary>
    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The number that its stamps carry. From any thread.</summary>
    public int Number { get; } = Interlocked.Increment(ref s_last);

    /// <summary>When the last key was let go: the first packet that says so was sent; 0 before. From any thread.</summary>
    public long ReleasedAt => Volatile.Read(ref _releasedAt);

    /// <summary>When the last packet of the last digit was sent; 0 before. From any thread.</summary>
    public long LastDigitAt => Volatile.Read(ref _lastDigitAt);

    /// <summary>Where to send. From any thread.</summary>
    public void SendTo(IPEndPoint remote) => Volatile.Write(ref _remote, remote);

    /// <summary>Types digits. From any thread.</summary>
    public void Type(string digits)
    {
        lock (_gate)
        {
            foreach (var digit in digits)
            {
                _digits.Enqueue(digit);
            }
        }
    }

    /// <summary>Does what is due in one frame.</summary>
    public void Send()
    {
        if (Volatile.Read(ref _remote) is not { } remote)
        {
            return;
        }

        _framesToNext--;
        TakeDigit();
        if (_press.TryNext(out var press, out var first))
        {
            Span<byte> payload = stackalloc byte[TelephoneEvent.Length];
            press.Write(payload);
            var now = LoadNative.Nanoseconds(LoadNative.RealTimeClock);
            Volatile.Write(ref _lastDigitAt, now);
            if (press.End && !_isReleased)
            {
                Volatile.Write(ref _releasedAt, now);
            }

            _isReleased = press.End;
            Send(remote, first, EventPayloadType, payload);
            return;
        }

        _timestamp += FrameTicks;
        new Stamp(Number, _sequence, LoadNative.Nanoseconds(LoadNative.RealTimeClock)).Write(_payload);
        Send(remote, marker: false, PayloadType, _payload);
    }

    /// <summary>Reads what has come.</summary>
    public void Receive()
    {
        while (_socket.Available > 0)
        {
            var length = _socket.Receive(_received);
            if (!_hasHeard && length > RtpPacket.HeaderLength && Stamp.TryRead(_received.AsSpan(RtpPacket.HeaderLength, length - RtpPacket.HeaderLength), out var stamp))
            {
                _hasHeard = true;
                heard(stamp.Stream, LoadNative.Nanoseconds(LoadNative.RealTimeClock));
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private void TakeDigit()
    {
        lock (_gate)
        {
            if (_press.IsSending || _framesToNext > 0 || !_digits.TryDequeue(out var digit))
            {
                return;
            }

            TelephoneEventSender.TryCreate(digit, TelephoneEventSender.DefaultPress, out _press);
            _framesToNext = _press.FramesToNextPress;
        }
    }

    private void Send(IPEndPoint remote, bool marker, byte payloadType, ReadOnlySpan<byte> payload)
    {
        var length = RtpPacket.Write(_packet, marker, payloadType, _sequence++, _timestamp, (uint)Number, payload);
        _socket.SendTo(_packet.AsSpan(0, length), remote);
    }
}
