using System.Buffers.Binary;
using DialIn.Media.Audio;

namespace DialIn.Media.Tests.Audio;

public class WavReaderTests
{
    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    [InlineData(48000)]
    public void Read_MonoPcm_GivesItsSamples(int rate)
    {
        var clip = WavReader.Read(Wav(rate: rate), "a.wav");

        Assert.Equal(rate, clip.SampleRate);
        Assert.Equal([1, -2, 300], clip.Samples);
    }

    [Theory]
    [InlineData(44100, 2, 16, 1, "found 2 channel(s), 16 bit, 44100 Hz, PCM")]
    [InlineData(11025, 1, 16, 1, "found 1 channel(s), 16 bit, 11025 Hz, PCM")]
    [InlineData(8000, 1, 8, 7, "found 1 channel(s), 8 bit, 8000 Hz, format 7")]
    [InlineData(48000, 1, 24, 1, "found 1 channel(s), 24 bit, 48000 Hz, PCM")]
    [InlineData(48000, 1, 32, 3, "found 1 channel(s), 32 bit, 48000 Hz, format 3")]
    public void Read_AnotherKind_SaysWhatItIsAndHowToConvertIt(int rate, int channels, int bits, int format, string found)
    {
        var thrown = Assert.Throws<WavFormatException>(() => WavReader.Read(Wav(rate, channels, bits, format), "/etc/dialin/de/welcome.wav"));

        Assert.Contains("/etc/dialin/de/welcome.wav: " + found, thrown.Message, StringComparison.Ordinal);
        Assert.Contains(
            "sox \"/etc/dialin/de/welcome.wav\" -c 1 -b 16 -e signed-integer -r 16000 \"/etc/dialin/de/welcome-16k.wav\" && mv \"/etc/dialin/de/welcome-16k.wav\" \"/etc/dialin/de/welcome.wav\"",
            thrown.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ExtensibleHeader_LooksAtTheFormatWithin()
    {
        var format = new byte[40];
        Format(8000, 1, 16, 0xFFFE).CopyTo(format, 0);
        format[16] = 22;
        format[24] = 1;

        Assert.Equal([5], WavReader.Read(File(Chunk("fmt ", format), Chunk("data", [5, 0])), "a.wav").Samples);
    }

    [Fact]
    public void Read_OtherChunksBetween_AreSkippedWithTheirPadding()
    {
        var file = File(Chunk("LIST", [1, 2, 3]), Chunk("fmt ", Format(8000, 1, 16, 1)), Chunk("fact", [0, 0, 0, 0]), Chunk("data", [5, 0]), Chunk("LIST", [1]));

        Assert.Equal([5], WavReader.Read(file, "a.wav").Samples);
    }

    [Theory]
    [InlineData(0xFFFFFFFF)]
    [InlineData(0x7FFFFFFF)]
    public void Read_LengthThatAPipeWrote_TakesWhatIsThere(uint length)
    {
        var file = Wav();
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(40), length);

        Assert.Equal([1, -2, 300], WavReader.Read(file, "a.wav").Samples);
    }

    [Fact]
    public void Read_EveryProperPrefix_IsRefusedByName()
    {
        var file = Wav();
        for (var length = 0; length < file.Length; length++)
        {
            var thrown = Assert.Throws<WavFormatException>(() => WavReader.Read(file.AsSpan(0, length), "cut.wav"));
            Assert.StartsWith("cut.wav: ", thrown.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_SamplesWithoutFormat_IsRefused()
    {
        var thrown = Assert.Throws<WavFormatException>(() => WavReader.Read(File(Chunk("data", [1, 0])), "a.wav"));

        Assert.Contains("the samples come before their format", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ChunkLongerThanTheFile_IsRefused()
    {
        var file = File(Chunk("LIST", [1, 2, 3, 4]));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), uint.MaxValue);

        Assert.Contains("ends before its samples", Assert.Throws<WavFormatException>(() => WavReader.Read(file, "a.wav")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AnotherFile_IsRefused() =>
        Assert.Contains(
            "this is no WAV file",
            Assert.Throws<WavFormatException>(() => WavReader.Read("ID3 this is an MP3 file"u8, "a.wav")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Read_NoFile_IsAnErrorOfTheFileSystem() =>
        Assert.Throws<FileNotFoundException>(() => WavReader.Read(Path.Combine(AppContext.BaseDirectory, "no-such-file.wav")));

    [Fact]
    public void Read_DamagedFiles_FailInNoOtherWay()
    {
        var random = new SeededRandom(42);
        for (var round = 0; round < 5000; round++)
        {
            var file = Wav();
            for (var i = random.Next(6); i >= 0; i--)
            {
                file[random.Next(44)] = random.NextByte();
            }

            try
            {
                Assert.InRange(WavReader.Read(file, "a.wav").Samples.Length, 0, 3);
            }
            catch (WavFormatException)
            {
            }
        }
    }

    private static byte[] Wav(int rate = 8000, int channels = 1, int bits = 16, int format = 1) =>
        File(Chunk("fmt ", Format(rate, channels, bits, format)), Chunk("data", [1, 0, 0xFE, 0xFF, 0x2C, 0x01]));

    private static byte[] Format(int rate, int channels, int bits, int format)
    {
        var chunk = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(chunk, (ushort)format);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(4), rate);
        BinaryPrimitives.WriteInt32LittleEndian(chunk.AsSpan(8), rate * channels * bits / 8);
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(12), (ushort)(channels * bits / 8));
        BinaryPrimitives.WriteUInt16LittleEndian(chunk.AsSpan(14), (ushort)bits);
        return chunk;
    }

    private static byte[] Chunk(string name, byte[] body) =>
        [.. System.Text.Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(body.Length), .. body, .. new byte[body.Length % 2]];

    private static byte[] File(params byte[][] chunks) =>
        [.. "RIFF"u8, .. BitConverter.GetBytes(4 + chunks.Sum(chunk => chunk.Length)), .. "WAVE"u8, .. chunks.SelectMany(chunk => chunk)];
}
