using System.Buffers.Binary;
using DialIn.Ivr;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;

namespace DialIn.Tests.Ivr;

public sealed class SoundFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".wav", 8_000)]
    [InlineData(".sln", 8_000)]
    [InlineData(".sln16", 16_000)]
    [InlineData(".g722", 16_000)]
    [InlineData(".alaw", 8_000)]
    [InlineData(".ulaw", 8_000)]
    public void Tone_InEachFormat_IsReadAsThatTone(string extension, int sampleRate)
    {
        var file = Write($"tone{extension}", Tone.Sine(440, TimeSpan.FromSeconds(1), sampleRate));

        var clip = SoundFile.Read(file);

        Assert.Equal(sampleRate, clip.SampleRate);
        Assert.Equal(TimeSpan.FromSeconds(1), clip.Duration);
        var (tone, other) = (ToneDetector.Power(clip.Samples, sampleRate, 440), ToneDetector.Power(clip.Samples, sampleRate, 1_000));
        Assert.True(tone > 1_000 * other, $"{tone} at 440 Hz, {other} at 1000 Hz");
    }

    [Fact]
    public void Sound_InSeveralFormats_IsTheBestSounding()
    {
        Write("hello.wav", Tone.Sine(440, TimeSpan.FromSeconds(1), 8_000));
        Assert.Equal(_folder.File("hello.wav"), SoundFile.Find(_folder.File("hello")));

        Write("hello.g722", Tone.Sine(440, TimeSpan.FromSeconds(1), 16_000));
        Assert.Equal(_folder.File("hello.g722"), SoundFile.Find(_folder.File("hello")));
        Assert.Equal(_folder.File("hello.wav"), SoundFile.Find(_folder.File("hello.wav")));
        Assert.Null(SoundFile.Find(_folder.File("hello.sln")));
        Assert.Null(SoundFile.Find(_folder.File("goodbye")));
    }

    [Fact]
    public void Sound_InGsmOnly_SaysWhichPackageToTake()
    {
        File.WriteAllBytes(_folder.File("hello.gsm"), [0xD0]);

        Assert.Null(SoundFile.Find(_folder.File("hello")));
        Assert.Contains("-g722 or -wav", SoundFile.Advice(_folder.File("hello")), StringComparison.Ordinal);
        Assert.Contains(".sln16 .g722 .wav", SoundFile.Advice(_folder.File("goodbye")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".sln", 0)]
    [InlineData(".sln", 1)]
    [InlineData(".sln16", 0)]
    [InlineData(".g722", 0)]
    [InlineData(".alaw", 0)]
    [InlineData(".ulaw", 0)]
    public void FileWithoutSound_IsNoSilentPrompt(string extension, int bytes)
    {
        var file = _folder.File($"hello{extension}");
        File.WriteAllBytes(file, new byte[bytes]);

        Assert.Contains($"{file} has no sound in it", Assert.Throws<IOException>(() => SoundFile.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Join_OfTwoRates_HasTheHigherOneAndAGap()
    {
        var joined = SoundFile.Join([Tone.Sine(440, TimeSpan.FromSeconds(1), 8_000), Tone.Sine(440, TimeSpan.FromSeconds(1), 16_000)]);

        Assert.Equal(16_000, joined.SampleRate);
        Assert.Equal(2.1, joined.Duration.TotalSeconds, 0.001);
        Assert.All(joined.Samples.Skip(16_000).Take(1_600), sample => Assert.Equal(0, sample));
    }

    private string Write(string name, PcmClip clip)
    {
        var file = _folder.File(name);
        switch (Path.GetExtension(name))
        {
            case ".wav":
                using (var writer = new WavWriter(file, clip.SampleRate))
                {
                    writer.Append(clip.Samples);
                }

                break;
            case ".sln" or ".sln16":
                var bytes = new byte[clip.Samples.Length * 2];
                for (var i = 0; i < clip.Samples.Length; i++)
                {
                    BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), clip.Samples[i]);
                }

                File.WriteAllBytes(file, bytes);
                break;
            case var extension:
                var codec = extension switch { ".g722" => AudioCodec.G722, ".alaw" => AudioCodec.Pcma, _ => AudioCodec.Pcmu };
                File.WriteAllBytes(file, EncodedAudio.Encode(clip, codec).Payload.ToArray());
                break;
        }

        return file;
    }
}
