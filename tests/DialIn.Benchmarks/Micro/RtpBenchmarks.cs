using BenchmarkDotNet.Attributes;
using DialIn.Media.Relay;
using DialIn.Media.Rtp;

namespace DialIn.Benchmarks.Micro;

/// <summary>What a relayed packet needs beside the kernel: read, numbered anew, written.</summary>
[MemoryDiagnoser]
public class RtpBenchmarks
{
    private const int FrameTicks = 160;

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly byte[] _packet = new byte[RtpPacket.HeaderLength + FrameTicks];
    private readonly byte[] _scratch = new byte[2048];
    private RtpRewriter _stream = new(1, 1, 1);
    private TimeSpan _now;
    private ushort _sequence;
    private uint _timestamp;

    [Benchmark]
    public int ParseAndRewrite()
    {
        _now += Frame;
        RtpPacket.Write(_packet, marker: false, payloadType: 8, ++_sequence, _timestamp += FrameTicks, ssrc: 7, _packet.AsSpan(RtpPacket.HeaderLength));
        return RtpPacket.TryParse(_packet, out var packet) && _stream.TryRelay(packet, _now, out var header)
            ? RtpPacket.Write(_scratch, header.Marker, 8, header.SequenceNumber, header.Timestamp, header.Ssrc, packet.Payload)
            : 0;
    }
}
