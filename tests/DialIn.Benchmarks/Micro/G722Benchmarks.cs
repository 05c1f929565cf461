using BenchmarkDotNet.Attributes;
using DialIn.Media.Codecs;

namespace DialIn.Benchmarks.Micro;

/// <summary>20 ms of G.722: 320 samples.</summary>
[MemoryDiagnoser]
public class G722Benchmarks
{
    private readonly short[] _pcm = [.. Enumerable.Range(0, AudioCodec.G722.SamplesPerFrame).Select(static sample => (short)(8000 * Math.Sin(sample * 0.2)))];
    private readonly byte[] _payload = new byte[AudioCodec.G722.BytesPerFrame];
    private readonly short[] _decoded = new short[AudioCodec.G722.SamplesPerFrame];
    private readonly G722Encoder _encoder = new();
    private readonly G722Decoder _decoder = new();

    [GlobalSetup]
    public void Encoded() => Encode();

    [Benchmark]
    public int Encode() => _encoder.Encode(_pcm, _payload);

    [Benchmark]
    public int Decode() => _decoder.Decode(_payload, _decoded);
}
