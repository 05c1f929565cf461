using DialIn.Ivr;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;

namespace DialIn.Tests.Ivr;

public sealed class PromptLibraryTests : IDisposable
{
    private static readonly string[] Both = ["de", "en"];

    private static readonly Lazy<PromptLibrary> BuiltIn = new(() => PromptLibrary.Load(PromptFiles.BuiltInFolder, ownFolder: null, Both));

    private readonly TemporaryFolder _own = new();

    public static TheoryData<string> Codecs() => [.. AudioCodec.All.Select(codec => codec.EncodingName)];

    public void Dispose() => _own.Dispose();

    [Theory]
    [MemberData(nameof(Codecs))]
    public void BuiltIn_EveryPromptInEveryLanguage_HasSoundInEveryCodec(string encodingName)
    {
        var codec = AudioCodec.All.Single(c => c.EncodingName == encodingName);
        var library = BuiltIn.Value;

        foreach (var prompt in from id in Enum.GetValues<PromptId>() from language in Both select new Prompt(id, language))
        {
            var clip = Recording(library, prompt, codec);
            Assert.Same(codec, clip.Codec);
            Assert.InRange(clip.Duration.TotalSeconds, 0.3, 12);
        }
    }

    [Fact]
    public void Sequence_OfPrompts_HasABreathAroundEach()
    {
        var library = BuiltIn.Value;

        var clips = library.Sequence([new Prompt(PromptId.Welcome, "de"), new Prompt(PromptId.EnterPin, "de"), new Prompt(PromptId.ForThisLanguage, "en")], AudioCodec.Pcma);

        Assert.Equal(7, clips.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(300), clips[0].Duration);
        Assert.All(clips[0].Payload.ToArray(), b => Assert.InRange(G711.DecodeALaw(b), -8, 8));
        Assert.All([clips[2], clips[4], clips[6]], pause => Assert.Same(clips[0], pause));
        Assert.Equal(Duration(library, PromptId.Welcome, "de"), clips[1].Duration);
    }

    [Fact]
    public void Sequence_OfTheHoldTone_IsTheToneAlone() =>
        Assert.InRange(Assert.Single(BuiltIn.Value.Sequence([new Prompt(PromptId.HoldTone, "de")], AudioCodec.Pcma)).Duration.TotalSeconds, 4, 10);

    [Fact]
    public void Sequence_AskedTwice_IsEncodedOnce()
    {
        var library = BuiltIn.Value;
        var tone = new Prompt(PromptId.HoldTone, "de");

        Assert.Same(library.Sequence([tone], AudioCodec.G722)[0], library.Sequence([tone], AudioCodec.G722)[0]);
        Assert.Same(library.Sequence([tone], AudioCodec.G722)[0], library.Sequence([tone with { Language = "en" }], AudioCodec.G722)[0]);
    }

    [Fact]
    public void OwnFile_ReplacesTheBuiltInOneAndNoOther()
    {
        Write("de/welcome.wav", TimeSpan.FromSeconds(2), 8_000);
        Write("hold-tone.wav", TimeSpan.FromSeconds(3), 48_000);
        var mixed = PromptLibrary.Load(PromptFiles.BuiltInFolder, _own.Path, Both);

        Assert.Equal(TimeSpan.FromSeconds(2), Duration(mixed, PromptId.Welcome, "de"));
        Assert.Equal(TimeSpan.FromSeconds(3), Duration(mixed, PromptId.HoldTone, "en"));
        Assert.Equal(Duration(BuiltIn.Value, PromptId.Welcome, "en"), Duration(mixed, PromptId.Welcome, "en"));
        Assert.Equal(Duration(BuiltIn.Value, PromptId.EnterPin, "de"), Duration(mixed, PromptId.EnterPin, "de"));
    }

    [Fact]
    public void OwnLanguage_WithEveryPrompt_NeedsNothingBuiltIn()
    {
        foreach (var id in Enum.GetValues<PromptId>().Where(PromptFiles.IsSpoken))
        {
            Write(PromptFiles.RelativePath(new Prompt(id, "tr")), TimeSpan.FromSeconds(1), 16_000);
        }

        var library = PromptLibrary.Load(PromptFiles.BuiltInFolder, _own.Path, ["tr"]);

        Assert.Equal(TimeSpan.FromSeconds(1), Duration(library, PromptId.Goodbye, "tr"));
    }

    [Fact]
    public void MissingPrompts_AreAllNamedAtOnceWithThePlacesToPutThem()
    {
        Write("qaa/welcome.wav", TimeSpan.FromSeconds(1), 16_000);

        var fault = Assert.Throws<PromptsException>(() => PromptLibrary.Load(PromptFiles.BuiltInFolder, _own.Path, ["de", "qaa"]));

        Assert.Equal(Enum.GetValues<PromptId>().Count(PromptFiles.IsSpoken) - 1, fault.Faults.Count);
        Assert.Contains(fault.Faults, f => f.Contains("enter-pin", StringComparison.Ordinal) && f.Contains("qaa", StringComparison.Ordinal)
            && f.Contains(Path.Combine(_own.Path, "qaa/enter-pin.wav"), StringComparison.Ordinal));
        Assert.DoesNotContain(fault.Faults, f => f.Contains("welcome", StringComparison.Ordinal));
        Assert.All(fault.Faults, f => Assert.Contains(f, fault.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void UnreadableFile_IsNamedWithTheOthers()
    {
        File.WriteAllText(_own.File("de/welcome.wav"), "this is no sound");
        Write("en/goodbye.wav", TimeSpan.FromSeconds(1), 22_050);

        var fault = Assert.Throws<PromptsException>(() => PromptLibrary.Load(PromptFiles.BuiltInFolder, _own.Path, Both));

        Assert.Equal(2, fault.Faults.Count);
        Assert.Contains(fault.Faults, f => f.Contains("de/welcome.wav", StringComparison.Ordinal));
        Assert.Contains(fault.Faults, f => f.Contains("en/goodbye.wav", StringComparison.Ordinal) && f.Contains("sox", StringComparison.Ordinal));
    }

    [Fact]
    public void OwnFolder_ThatDoesNotExist_IsAFault()
    {
        var fault = Assert.Throws<PromptsException>(() => PromptLibrary.Load(PromptFiles.BuiltInFolder, Path.Combine(_own.Path, "nowhere"), Both));

        Assert.Contains("nowhere", Assert.Single(fault.Faults), StringComparison.Ordinal);
    }

    private static TimeSpan Duration(PromptLibrary library, PromptId id, string language) =>
        Recording(library, new Prompt(id, language), AudioCodec.G722).Duration;

    // Without the breath around a sentence.
    private static EncodedAudio Recording(PromptLibrary library, Prompt prompt, AudioCodec codec) =>
        library.Sequence([prompt], codec) is [_, var spoken, _] ? spoken : Assert.Single(library.Sequence([prompt], codec));

    private void Write(string relative, TimeSpan duration, int sampleRate)
    {
        using var writer = new WavWriter(_own.File(relative), sampleRate);
        writer.Append(Tone.Sine(440, duration, sampleRate).Samples);
    }
}
