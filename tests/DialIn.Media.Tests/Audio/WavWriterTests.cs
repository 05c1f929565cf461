using DialIn.Media.Audio;

namespace DialIn.Media.Tests.Audio;

public sealed class WavWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(8000)]
    [InlineData(16000)]
    [InlineData(48000)]
    public void Append_InPieces_IsReadBackAsOne(int sampleRate)
    {
        var clip = Signal.SpeechLike(TimeSpan.FromMilliseconds(333), sampleRate);
        using (var writer = new WavWriter(_folder.File("a.wav"), sampleRate))
        {
            foreach (var piece in clip.Samples.Chunk(777))
            {
                writer.Append(piece);
            }
        }

        var copy = WavReader.Read(_folder.File("a.wav"));

        Assert.Equal(sampleRate, copy.SampleRate);
        Assert.Equal(clip.Samples, copy.Samples);
    }

    [Fact]
    public void Dispose_Header_HasTheBytesOfTheFormat()
    {
        using (var writer = new WavWriter(_folder.File("a.wav"), 8000))
        {
            writer.Append([1, -2]);
        }

        var expected = "52494646" + "28000000" + "57415645" + "666D7420" + "10000000" + "0100" + "0100" + "401F0000" + "803E0000" + "0200" + "1000"
            + "64617461" + "04000000" + "0100" + "FEFF";
        Assert.Equal(expected, Convert.ToHexString(File.ReadAllBytes(_folder.File("a.wav"))));
    }

    [Fact]
    public void Dispose_Twice_ChangesNothing()
    {
        var writer = new WavWriter(_folder.File("a.wav"), 8000);
        writer.Append(new short[10]);
        writer.Dispose();
        writer.Dispose();

        Assert.Equal(10, WavReader.Read(_folder.File("a.wav")).Samples.Length);
    }

    [Fact]
    public void Append_ProgramThatDied_LeavesAReadableFile()
    {
        using var writer = new WavWriter(_folder.File("a.wav"), 8000);
        writer.Append(Enumerable.Range(0, 100000).Select(i => (short)i).ToArray());
        File.Copy(_folder.File("a.wav"), _folder.File("copy.wav"));

        var copy = WavReader.Read(_folder.File("copy.wav"));

        // What the file's buffer still held is lost; what is there is right.
        Assert.InRange(copy.Samples.Length, 90000, 100000);
        Assert.Equal(Enumerable.Range(0, copy.Samples.Length).Select(i => (short)i), copy.Samples);
    }

    [Fact]
    public void Constructor_NoRate_IsTheCallersMistake() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new WavWriter(_folder.File("a.wav"), 0));
}
