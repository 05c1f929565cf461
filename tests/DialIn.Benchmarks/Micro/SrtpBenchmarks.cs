using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;

namespace DialIn.Benchmarks.Micro;

/// <summary>A packet of 20 ms of G.711, encrypted, and opened again.</summary>
[MemoryDiagnoser]
public class SrtpBenchmarks
{
    private const int SequenceOffset = 2;
    private const int Length = RtpPacket.HeaderLength + 160;

    private readonly byte[] _buffer = new byte[Length + SrtpSender.MostOverhead];
    private readonly byte[] _opened = new byte[Length + SrtpSender.MostOverhead];
    private SrtpSender? _sender;
    private SrtpSender? _peer;
    private SrtpReceiver? _receiver;
    private ushort _sequence;

    [Params("AES_CM_128_HMAC_SHA1_80", "AEAD_AES_128_GCM")]
    public string Suite { get; set; } = "";

    [GlobalSetup]
    public void Agree()
    {
        var suite = CryptoSuite.Find(Suite)!;
        var key = MasterKey.Generate(suite);
        (_sender, _peer, _receiver) = (new SrtpSender(MasterKey.Generate(suite)), new SrtpSender(key), new SrtpReceiver(key));
    }

    [GlobalCleanup]
    public void End()
    {
        _sender!.Dispose();
        _peer!.Dispose();
        _receiver!.Dispose();
    }

    [Benchmark]
    public int Protect() => _sender!.Protect(_buffer, Write());

    [Benchmark]
    public int ProtectAndUnprotect()
    {
        var length = _peer!.Protect(_buffer, Write());
        return _receiver!.Unprotect(_buffer.AsSpan(0, length), _opened, out var opened) == SrtpVerdict.Accepted
            ? opened
            : throw new InvalidOperationException("refused");
    }

    // Each packet has a new number: no number may be used twice.
    private int Write()
    {
        (_buffer[0], _buffer[1]) = (0x80, 8);
        BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(SequenceOffset), ++_sequence);
        return Length;
    }
}
