using System.Text.Json;
using DialIn.Announcements;
using DialIn.Ivr;
using DialIn.Tests.Ivr;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Announcements;

/// <summary>Adding a language is adding one folder: these tests say what the folder lacks.</summary>
public sealed class WrittenTextsTests : IDisposable
{
    private readonly TemporaryFolder _own = new();

    public static TheoryData<string> Languages() =>
        [.. Directory.EnumerateDirectories(Path.Combine(Checkout.Root, "src/DialIn/Prompts")).Select(folder => Path.GetFileName(folder)!).Order()];

    public void Dispose() => _own.Dispose();

    [Theory]
    [MemberData(nameof(Languages))]
    public void BuiltInLanguage_HasEveryTextAndNothingElse(string language)
    {
        var texts = WrittenTexts.Read(Path.Combine(Checkout.Root, "src/DialIn/Prompts"), ownFolder: null);

        Assert.Empty(texts.Faults);
        Assert.Empty(texts.LackingIn(language));
        Assert.Contains(language, texts.Complete);
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void BuiltInTexts_AreShortSentences(string language)
    {
        Assert.True(WrittenTexts.Read(PromptFiles.BuiltInFolder, ownFolder: null).TryGet(language, out var texts));

        Assert.All(texts.Values.SelectMany(text => text.Split(". ")), sentence => Assert.InRange(sentence.Split(' ').Length, 1, 24));
    }

    [Fact]
    public void FolderThatCannotBeListed_IsAFault_AndTheBuiltInTextsAreRead()
    {
        using var folder = new TestFolder();
        using var unlistable = new UnlistableFolder(folder);

        var texts = WrittenTexts.Read(PromptFiles.BuiltInFolder, unlistable.Path);

        Assert.StartsWith($"The folder {unlistable.Path} cannot be read: ", Assert.Single(texts.Faults), StringComparison.Ordinal);
        Assert.Contains("de", texts.Complete);
    }

    [Fact]
    public void OwnText_ReplacesTheBuiltInOneAndNoOther()
    {
        Write("de", new() { ["pin"] = "Geheimzahl: {pin}" });

        Assert.True(Read().TryGet("de", out var own));
        Assert.True(WrittenTexts.Read(PromptFiles.BuiltInFolder, ownFolder: null).TryGet("de", out var builtIn));

        Assert.Equal("Geheimzahl: {pin}", own[TextId.Pin]);
        Assert.All(TextRules.All.Where(id => id != TextId.Pin), id => Assert.Equal(builtIn[id], own[id]));
    }

    [Fact]
    public void OwnLanguage_IsAFolderMore()
    {
        Write("qaa", TextRules.All.ToDictionary(TextRules.NameOf, Sentence));

        // Whatever other languages there are.
        Assert.Empty(new[] { "de", "en", "qaa" }.Except(Read().Complete));
        var languages = new DialInTexts(PromptFiles.BuiltInFolder, _own.Path, [new DialInNumber("+33123456789", null, ["qaa"])]).Languages;
        Assert.Equal("qaa", languages[0]);
        Assert.Equal(Read().Complete.Order(StringComparer.Ordinal), languages.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void LanguageWithoutSomeTexts_SaysWhich_AndIsNotUsed()
    {
        Write("qaa", new() { ["language"] = "Français", ["pin"] = "PIN : {pin}" });
        var texts = Read();

        Assert.Equal(["caller", "numbered-caller", "invitation", "number", "how-to-call", "one-tap", "moderator-title", "moderator-hint", "moderator-chat", "public-hint"], texts.LackingIn("qaa"));
        Assert.Equal(TextRules.All.Count, texts.LackingIn("qab").Count);
        Assert.False(texts.TryGet("qaa", out _));
        Assert.DoesNotContain("qaa", texts.Complete);
    }

    [Theory]
    [InlineData("""{ "welcome": "Hello" }""", "no text has the name welcome")]
    [InlineData("""{ "pin": "PIN" }""", "pin lacks {pin}")]
    [InlineData("""{ "pin": "PIN {pin} {number}" }""", "pin has {number}")]
    [InlineData("""{ "moderator-title": "<b>Call</b>" }""", "plain text")]
    [InlineData("""{ "moderator-title": "a\nb" }""", "line break")]
    [InlineData("""{ "moderator-title": " " }""", "is empty")]
    [InlineData("""{ "moderator-title": null }""", "is empty")]
    [InlineData("""{ "moderator-title": 3 }""", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("{", "cannot be read")]
    public void BadFile_IsAFaultThatNamesTheFileAndTheText(string json, string fault)
    {
        File.WriteAllText(_own.File("en/messages.json"), json);

        var found = Assert.Single(Read().Faults);

        Assert.Contains("en/messages.json", found, StringComparison.Ordinal);
        Assert.Contains(fault, found, StringComparison.Ordinal);
        Assert.Throws<PromptsException>(() => new DialInTexts(PromptFiles.BuiltInFolder, _own.Path, []));
    }

    [Fact]
    public void TextThatIsTooLong_IsAFault()
    {
        Write("en", new() { ["moderator-title"] = new string('x', TextRules.MaxLength + 1) });

        Assert.Contains("321 characters; at most 320", Assert.Single(Read().Faults), StringComparison.Ordinal);
    }

    private static string Sentence(TextId id) => id switch
    {
        TextId.Caller or TextId.NumberedCaller => "Tél. {caller}",
        TextId.Invitation => "« {meeting} »",
        TextId.Number => "Tél. : {number}",
        TextId.Pin => "PIN : {pin}",
        TextId.OneTap => "{link}",
        TextId.ModeratorChat => "{number}, {pin}",
        _ => "Français",
    };

    private WrittenTexts Read() => WrittenTexts.Read(PromptFiles.BuiltInFolder, _own.Path);

    private void Write(string language, Dictionary<string, string> texts) =>
        File.WriteAllText(_own.File($"{language}/messages.json"), JsonSerializer.Serialize(texts));
}
