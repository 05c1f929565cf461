using DialIn.Hosting.Commands;
using DialIn.Ivr;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Tests.Hosting;

namespace DialIn.Tests.Ivr;

/// <summary>A language made of somebody else's sounds.</summary>
public sealed class PromptMappingTests : IDisposable
{
    // ISO 639-2 keeps qaa to qtz for local use: whatever languages are built in, these are none of them.
    private static readonly string[] Foreign = ["qaa"];
    private readonly TemporaryFolder _own = new();
    private readonly TemporaryFolder _configuration = new();

    public PromptMappingTests()
    {
        foreach (var (name, seconds) in new[] { ("bonjour", 1.0), ("appuyez", 0.5), ("diese", 0.4) })
        {
            using var writer = new WavWriter(_own.File($"sounds/{name}.wav"), 8_000);
            writer.Append(Tone.Sine(440, TimeSpan.FromSeconds(seconds), 8_000).Samples);
        }
    }

    public void Dispose()
    {
        _own.Dispose();
        _configuration.Dispose();
    }

    [Fact]
    public void MappedPrompt_IsItsSoundsOneAfterTheOther_AndTheRestIsTheFallbacks()
    {
        Map("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": ["bonjour"], "for-this-language": ["bonjour", "appuyez", "diese.wav"] } }""");

        var library = Load();

        Assert.Equal(1.0, Seconds(library, PromptId.Welcome), 0.01);
        Assert.Equal(2.1, Seconds(library, PromptId.ForThisLanguage), 0.01);
        var english = PromptLibrary.Load(PromptFiles.BuiltInFolder, ownFolder: null, ["en"]);
        Assert.Equal(Seconds(english, PromptId.EnterPin, "en"), Seconds(library, PromptId.EnterPin), 0.001);
        Assert.Equal(
            Enum.GetValues<PromptId>().Where(PromptFiles.IsSpoken).Except([PromptId.Welcome, PromptId.ForThisLanguage]).Order(),
            library.Borrowed.Where(prompt => prompt is { Key.Language: "qaa", Value: "en" }).Select(prompt => prompt.Key.Id).Order());
    }

    [Fact]
    public void OwnRecording_GoesBeforeTheMapping()
    {
        Map("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": ["bonjour"], "for-this-language": ["diese"] } }""");
        File.Copy(_own.File("sounds/diese.wav"), _own.File("qaa/welcome.wav"));

        Assert.Equal(0.4, Seconds(Load(), PromptId.Welcome), 0.01);
    }

    [Fact]
    public void AbsolutePaths_AndSoundsBesideTheMapping_AreFound()
    {
        File.Copy(_own.File("sounds/diese.wav"), _own.File("qaa/pound.wav"));
        Map($$"""{ "fallback": "en", "prompts": { "welcome": ["{{_own.File("sounds/bonjour")}}"], "for-this-language": ["pound"] } }""");

        var library = Load();

        Assert.Equal(1.0, Seconds(library, PromptId.Welcome), 0.01);
        Assert.Equal(0.4, Seconds(library, PromptId.ForThisLanguage), 0.01);
    }

    [Fact]
    public void ForThisLanguage_IsNeverSaidByAnother()
    {
        Map("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": ["bonjour"] } }""");

        Assert.Contains("no other language can say it", Assert.Single(Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "root": "../sounds", "prompts": { "welcome": ["bonjour"] } }""", "has no \"fallback\"")]
    [InlineData("""{ "root": "../sounds", "fallback": "qab", "prompts": { "for-this-language": ["diese"] } }""", "its fallback has none: qab")]
    [InlineData("""{ "root": "../sounds", "fallback": "qaa", "prompts": { "for-this-language": ["diese"] } }""", "its fallback has none")]
    [InlineData("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": ["bonsoir"], "for-this-language": ["diese"] } }""", "welcome names a sound that cannot be played; there is no file")]
    [InlineData("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcom": ["bonjour"], "for-this-language": ["diese"] } }""", "no prompt has the name welcom")]
    [InlineData("""{ "root": "../sounds", "fallback": "en", "prompts": { "hold-tone": ["bonjour"], "for-this-language": ["diese"] } }""", "no prompt has the name hold-tone")]
    [InlineData("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": [], "for-this-language": ["diese"] } }""", "welcome names no sound")]
    [InlineData("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": ["bonjour", null], "for-this-language": ["diese"] } }""", "welcome has a sound that is null, empty, or has a NUL character in it")]
    [InlineData("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": [" "], "for-this-language": ["diese"] } }""", "welcome has a sound that is null, empty, or has a NUL character in it")]
    [InlineData("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": ["a\u0000b"], "for-this-language": ["diese"] } }""", "welcome has a sound that is null, empty, or has a NUL character in it")]
    [InlineData("""{ "root": "../\u0000", "fallback": "en", "prompts": { "welcome": ["bonjour"] } }""", "\"root\" has a NUL character in it")]
    [InlineData("""{ "rot": "../sounds" }""", "cannot be read")]
    [InlineData("""{ "prompts": { "welcome": "bonjour" } }""", "cannot be read")]
    [InlineData("[", "cannot be read")]
    public void BadMapping_IsAFaultThatNamesTheFile(string json, string fault)
    {
        Map(json);

        Assert.Contains(Faults(), found => found.Contains("prompts.json", StringComparison.Ordinal) && found.Contains(fault, StringComparison.Ordinal));
    }

    [Fact]
    public void Check_SaysWhatAnotherLanguageHasToSay_AndWhichTextsAreLacking()
    {
        Map("""{ "root": "../sounds", "fallback": "en", "prompts": { "welcome": ["bonjour"], "for-this-language": ["diese"] } }""");
        File.WriteAllText(_own.File("qaa/messages.json"), """{ "pin": "Code PIN : {pin}" }""");
        var loaded = Configuration();

        var prompts = PromptCheck.Find(loaded);
        var texts = TextCheck.Find(loaded);

        Assert.Equal((Verdict.Ok, "qaa"), (prompts[0].Verdict, prompts[0].Text));
        Assert.Equal(Verdict.Warning, prompts[1].Verdict);
        Assert.StartsWith("qaa is said in en where its prompts.json maps no sound: enter-pin, enter-pin-again, ", prompts[1].Text, StringComparison.Ordinal);
        Assert.Equal(Verdict.Ok, texts[0].Verdict);
        Assert.StartsWith("de, en", texts[0].Text, StringComparison.Ordinal);
        Assert.Equal(Verdict.Warning, texts[1].Verdict);
        Assert.StartsWith("qaa is not used in invitations and messages, since it lacks language, caller, ", texts[1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain(" pin,", texts[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OfAFileOfTextsThatIsWrong_IsAFault()
    {
        Map("""{ "root": "../sounds", "fallback": "en", "prompts": { "for-this-language": ["diese"] } }""");
        File.WriteAllText(_own.File("qaa/messages.json"), """{ "pin": "Code PIN" }""");

        Assert.Equal((Verdict.Fault, true), TextCheck.Find(Configuration()) is [var only] ? (only.Verdict, only.Text.EndsWith("pin lacks {pin}.", StringComparison.Ordinal)) : default);
    }

    [Fact]
    public void Check_OfFilesThatNothingLooksFor_NamesThem_AndNotThoseThatAreMapped()
    {
        File.Copy(_own.File("sounds/diese.wav"), _own.File("qaa/pound.wav"));
        File.Copy(_own.File("sounds/diese.wav"), _own.File("qaa/welcom.wav"));
        File.Copy(_own.File("sounds/diese.wav"), _own.File("qaa/june/hello.wav"));
        File.WriteAllText(_own.File("qaa/message.json"), "{}");
        File.WriteAllText(_own.File("qaa/texts.json"), "{}");
        Directory.Move(_own.File("sounds"), _own.File("qaa/other"));
        Map("""{ "fallback": "en", "prompts": { "for-this-language": ["pound"] } }""");

        Assert.Equal([_own.File("qaa/message.json"), _own.File("qaa/welcom.wav")], PromptFiles.StraysIn(_own.Path));
        Assert.Contains(PromptCheck.Find(Configuration()), static finding => finding.Text.EndsWith("qaa/message.json is not read: it is neither prompts.json nor messages.json", StringComparison.Ordinal));
    }

    private static double Seconds(PromptLibrary library, PromptId id, string language = "qaa") =>
        library.Sequence([new Prompt(id, language)], AudioCodec.G722)[1].Duration.TotalSeconds;

    private void Map(string json) => File.WriteAllText(_own.File("qaa/prompts.json"), json);

    private PromptLibrary Load() => PromptLibrary.Load(PromptFiles.BuiltInFolder, _own.Path, Foreign);

    private IReadOnlyList<string> Faults() => Assert.Throws<PromptsException>(Load).Faults;

    private DialIn.Hosting.Configuration.LoadedConfiguration Configuration()
    {
        var file = _configuration.File("dialin.json");
        File.WriteAllText(file, Settings.Documented.Replace("\"de\", \"en\"", "\"qaa\"", StringComparison.Ordinal));
        return Settings.Load(file, ("Prompts:Folder", _own.Path));
    }
}
