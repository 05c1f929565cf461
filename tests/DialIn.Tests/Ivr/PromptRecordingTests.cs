using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DialIn.Ivr;
using DialIn.Media.Audio;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Ivr;

/// <summary>Measures the committed recordings as a listener with instruments would. Whoever changes a text runs Prompts/make.sh.</summary>
public class PromptRecordingTests
{
    private const int SampleRate = 16_000;
    private const int FrameSamples = SampleRate / 50;

    private static readonly string Folder = Path.Combine(Checkout.Root, "src/DialIn/Prompts");

    public static TheoryData<string> Languages() => [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order()];

    public static TheoryData<string> Recordings() =>
        [.. Directory.EnumerateFiles(Folder, "*.wav", SearchOption.AllDirectories).Where(f => Path.GetDirectoryName(f) != Folder).Select(f => Path.GetRelativePath(Folder, f)).Order()];

    [Fact]
    public void GermanAndEnglish_AreAmongTheLanguages() => Assert.Empty(new[] { "de", "en" }.Except(Languages().Select(static row => row.Data)));

    [Theory]
    [MemberData(nameof(Languages))]
    public void Language_HasATextAndARecordingForEachPromptAndNothingElse(string language)
    {
        var expected = Enum.GetValues<PromptId>().Where(PromptFiles.IsSpoken).Select(PromptFiles.NameOf).Order().ToList();

        Assert.Equal(expected, Texts(language).Keys.Order());
        Assert.Equal(expected, Directory.EnumerateFiles(Path.Combine(Folder, language), "*.wav").Select(f => Path.GetFileNameWithoutExtension(f)!).Order());
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Recordings_WereMadeFromTheTextsAsTheyAre(string language)
    {
        var madeFrom = File.ReadAllLines(Path.Combine(Folder, language, "made-from.txt")).Order();

        var texts = Texts(language).Select(text => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.Value)))}  {text.Key}").Order();

        Assert.Equal(texts, madeFrom);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_AreShortSentences(string language) =>
        Assert.All(Texts(language), text =>
        {
            Assert.EndsWith(".", text.Value, StringComparison.Ordinal);
            Assert.All(text.Value.Split(". "), sentence => Assert.InRange(sentence.Split(' ').Length, 1, 16));
        });

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recording_HasTheLevelAndShapeOfASpokenPrompt(string recording)
    {
        var clip = WavReader.Read(Path.Combine(Folder, recording));
        var levels = FrameLevels(clip);
        var active = levels.Where(level => level > -45).ToList();
        var speechLevel = 10 * Math.Log10(active.Average(level => Math.Pow(10, level / 10)));

        Assert.Equal(SampleRate, clip.SampleRate);
        // A number is one word; it is part of a sentence.
        Assert.InRange(clip.Duration.TotalSeconds, Path.GetFileName(recording).StartsWith("number", StringComparison.Ordinal) ? 0.3 : 0.5, 12);
        Assert.InRange(speechLevel, -21.5, -18.5);
        Assert.InRange(Peak(clip), -12, -2);
        // Speech begins and ends with the file: no more than a tenth of a second of silence on either side.
        Assert.Contains(levels.Take(5), level => level > -45);
        Assert.Contains(levels.TakeLast(5), level => level > -45);
        // No pause inside that sounds like the end.
        Assert.InRange(LongestSilence(levels).TotalSeconds, 0, 1);
        Assert.InRange(Math.Abs(clip.Samples.Average(sample => (double)sample)), 0, 10);
    }

    [Theory]
    [MemberData(nameof(Recordings))]
    public void Recording_StaysInTheTelephoneBand(string recording)
    {
        var clip = WavReader.Read(Path.Combine(Folder, recording));

        foreach (var hz in new[] { 50, 100, 150, 4000, 5000, 6000, 7000 })
        {
            Assert.InRange(ToneDetector.Power(clip.Samples, clip.SampleRate, hz), 0, 1e-4);
        }
    }

    [Fact]
    public void HoldTone_IsSoftAndLoopsWithoutAClick()
    {
        var clip = WavReader.Read(Path.Combine(Folder, "hold-tone.wav"));
        var levels = FrameLevels(clip);

        Assert.Equal(SampleRate, clip.SampleRate);
        Assert.InRange(clip.Duration.TotalSeconds, 4, 10);
        Assert.InRange(Peak(clip), -30, -18);
        Assert.InRange(clip.Samples[0], (short)-10, (short)10);
        Assert.InRange(clip.Samples[^1], (short)-10, (short)10);
        // A rest in which people can talk, but never so long that the line seems dead.
        Assert.InRange(LongestSilence(levels).TotalSeconds, 1, 5);
    }

    [Theory]
    [InlineData(PromptId.EnterPin, "enter-pin")]
    [InlineData(PromptId.Fault, "fault")]
    [InlineData(PromptId.ForThisLanguage, "for-this-language")]
    internal void Name_IsTheIdInSmallLettersWithDashes(PromptId id, string name) => Assert.Equal(name, PromptFiles.NameOf(id));

    private static Dictionary<string, string> Texts(string language) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Folder, language, "texts.json")))!;

    private static List<double> FrameLevels(PcmClip clip) =>
        [.. clip.Samples.Chunk(FrameSamples).Select(frame => 10 * Math.Log10(frame.Average(sample => (double)sample * sample / (32768.0 * 32768.0)) + 1e-12))];

    private static double Peak(PcmClip clip) => 20 * Math.Log10(clip.Samples.Max(sample => Math.Abs((int)sample)) / 32768.0);

    private static TimeSpan LongestSilence(List<double> levels)
    {
        int longest = 0, current = 0;
        foreach (var level in levels)
        {
            current = level > -45 ? 0 : current + 1;
            longest = Math.Max(longest, current);
        }

        return TimeSpan.FromMilliseconds(longest * 20);
    }
}
