using System.Text.RegularExpressions;
using DialIn.Announcements;
using DialIn.Ivr;
using DialIn.Pins;

namespace DialIn.Tests.Announcements;

public partial class DialInTextsTests
{
    private static readonly DialInNumber Darmstadt = new("+4961511234567", "Darmstadt", ["de", "en"]);
    private static readonly DialInNumber London = new("+442079460123", "London", ["en"]);
    private static readonly Pin Nine = PinOf("123456789");

    [Fact]
    public void Invitation_HasNameNumberPinInThreesAndTheLink()
    {
        var text = Texts(Darmstadt).Invitation("de", "Elternabend 7b", Nine);

        Assert.Equal(
            """
            Sie können an „Elternabend 7b“ auch mit dem Telefon teilnehmen.

            Telefon: +49 6151 1234567 (Darmstadt)
            PIN: 123 456 789

            Rufen Sie an, und tippen Sie die PIN auf den Tasten Ihres Telefons ein. Wenn die Konferenz noch nicht begonnen hat, bleiben Sie bitte am Apparat: Sie werden von selbst verbunden.

            Mit dem Handy genügt ein Tipp hier, die PIN wählt sich von selbst: tel:+4961511234567,,123456789
            """,
            text);
    }

    [Fact]
    public void SeveralNumbers_AreNamedWithLabelAndLanguages_TheReadersLanguageFirst()
    {
        var texts = Texts(Darmstadt, London);

        var english = texts.Invitation("en", "Board", Nine).Split('\n');
        Assert.Contains("Telephone: +49 6151 1234567 (Darmstadt; Deutsch, English)", english);
        Assert.Contains("Telephone: +44 20 7946 0123 (London; English)", english);

        var british = Texts(London with { Languages = ["de"] }, London).Invitation("en", "Board", Nine);
        Assert.True(british.IndexOf("(London; English)", StringComparison.Ordinal) < british.IndexOf("(London; Deutsch)", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("de", "Teilnahme per Telefon")]
    [InlineData("de-AT", "Teilnahme per Telefon")]
    [InlineData("de_DE", "Teilnahme per Telefon")]
    [InlineData("EN", "Joining by telephone")]
    [InlineData("en-GB", "Joining by telephone")]
    [InlineData("tlh", "Teilnahme per Telefon")]
    [InlineData("", "Teilnahme per Telefon")]
    [InlineData("../en", "Teilnahme per Telefon")]
    [InlineData(null, "Teilnahme per Telefon")]
    public void Language_ThatIsUnknown_IsTheFirstOfTheFirstNumber(string? language, string beginning)
    {
        Assert.StartsWith(beginning, Texts(Darmstadt).ModeratorChat(language, Nine), StringComparison.Ordinal);
        Assert.StartsWith($"<b>{beginning}</b>", Texts(Darmstadt).ModeratorMessage(language, Nine), StringComparison.Ordinal);
    }

    [Fact]
    public void Languages_AreThoseOfTheNumbersFirst()
    {
        Assert.Equal(["de", "en"], Texts(Darmstadt).Languages.Take(2));
        Assert.Equal("en", Texts(London).Languages[0]);
    }

    [Fact]
    public void ModeratorMessage_HasLinkAndPin()
    {
        var html = Texts(Darmstadt).ModeratorMessage("de", Nine);

        Assert.Contains("<br>Telefon: <a href=\"tel:+4961511234567,,123456789\">+49 6151 1234567</a> (Darmstadt)<br>", html, StringComparison.Ordinal);
        Assert.Contains("PIN: <b>123 456 789</b>", html, StringComparison.Ordinal);
    }

    public static TheoryData<string> HostileLabels() =>
    [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "a & b", "{pin}", "%%CONFNUM%%", "*bold* _it_ `code` [x](https://example.org)",
        "line\nbreak\r\n# head", "\u202Eetihw", "\uD800", new string('x', 5_000), "\t", "O'Hara",
    ];

    [Theory]
    [MemberData(nameof(HostileLabels))]
    public void HtmlOfAnyLabel_HasOnlyTagsAndLinksThatBbbLetsThrough(string label)
    {
        var html = Texts(Darmstadt with { Label = label }, London with { Label = label }).ModeratorMessage("en", Nine);

        foreach (Match tag in Tag().Matches(html))
        {
            Assert.Matches("^(</?(b|br|small|ul|li|strong|i|u|span)>|</a>|<a href=\"tel:\\+[0-9]+,,[0-9]+\">)$", tag.Value);
        }

        Assert.Equal(html.Count(c => c == '<'), Tag().Count(html));
        Assert.DoesNotContain('\n', html);
        Assert.InRange(html.Length, 1, 2_000);
    }

    [Theory]
    [MemberData(nameof(HostileLabels))]
    public void ChatOfAnyLabel_IsOneShortLineWithoutMarkup(string label)
    {
        var numbers = Enumerable.Range(0, 20).Select(i => Darmstadt with { Number = $"+49615112345{i:D2}", Label = label, Languages = i % 2 == 0 ? ["de"] : ["en", "de"] });
        var chat = Texts([.. numbers]).ModeratorChat("de", PinOf("123456789012"));

        Assert.InRange(chat.Length, 1, DialInTexts.MaxChatLength);
        Assert.Contains("123 456 789 012", chat, StringComparison.Ordinal);
        Assert.Contains("+49 6151", chat, StringComparison.Ordinal);
        Assert.DoesNotContain(chat, c => "<>&`*_~[]\\|#\n\r".Contains(c, StringComparison.Ordinal));
        Assert.EndsWith("nur die Moderation.", chat, StringComparison.Ordinal);
    }

    [Fact]
    public void ChatOfANumberInManyLanguages_IsStillShort()
    {
        string[] many = [.. Enumerable.Range(0, 100).Select(i => $"language-{i}")];

        var chat = Texts(Darmstadt with { Languages = many }, London).ModeratorChat("de", Nine);

        Assert.InRange(chat.Length, 1, DialInTexts.MaxChatLength);
        Assert.Contains("+44 20 7946 0123 (London; English), PIN 123 456 789", Texts(London, Darmstadt with { Languages = many }).ModeratorChat("de", Nine), StringComparison.Ordinal);
        Assert.Contains("+49 6151 1234567, PIN 123 456 789", Texts(Darmstadt with { Languages = ["de", .. many] }, London).ModeratorChat("de", Nine), StringComparison.Ordinal);
    }

    [Fact]
    public void MeetingName_ThatLooksLikeASign_IsNotFilledInTwice()
    {
        var text = Texts(Darmstadt).Invitation("en", "{link} {pin} {meeting}\nBcc: all", Nine);

        Assert.StartsWith("You can also join “{link} {pin} {meeting} Bcc: all” by telephone.\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("de")]
    [InlineData("en")]
    public void PublicHint_HasNeitherNumberNorPin(string language)
    {
        var hint = Texts(Darmstadt).PublicHint(language);

        Assert.DoesNotContain(hint, char.IsAsciiDigit);
        Assert.InRange(hint.Length, 1, DialInTexts.MaxChatLength);
    }

    [Fact]
    public void GermanTexts_ArePolite() =>
        Assert.All(Forms("de"), text => Assert.DoesNotMatch("\\b([Dd]u|[Dd]ir|[Dd]ich|[Dd]eine?n?)\\b", text));

    [Fact]
    public void AnyTextWithThePin_HasItInGroupsOfThree() =>
        Assert.All(Texts(Darmstadt).Languages.SelectMany(Forms), text => Assert.Contains("123 456 789", text, StringComparison.Ordinal));

    internal static DialInTexts Texts(params DialInNumber[] numbers) => new(PromptFiles.BuiltInFolder, ownFolder: null, numbers);

    private static IEnumerable<string> Forms(string language) =>
    [
        Texts(Darmstadt, London).Invitation(language, "x", Nine), Texts(Darmstadt).ModeratorMessage(language, Nine), Texts(Darmstadt).ModeratorChat(language, Nine),
    ];

    private static Pin PinOf(string digits) => Pin.TryParse(digits, out var pin) ? pin : throw new ArgumentException("no PIN", nameof(digits));

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
