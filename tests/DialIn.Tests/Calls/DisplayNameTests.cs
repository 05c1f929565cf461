using System.Text;
using System.Text.RegularExpressions;
using DialIn.Calls;

namespace DialIn.Tests.Calls;

public class DisplayNameTests
{
    [Theory]
    [InlineData("Anna Müller", "Anna Müller")]
    [InlineData("  Anna \t\n Müller ", "Anna Müller")]
    [InlineData("O'Hara (2nd floor)", "O'Hara (2nd floor)")]
    [InlineData("Łukasz Żółć", "Łukasz Żółć")]
    [InlineData("Διονύσιος 王小明 नमस्ते", "Διονύσιος 王小明 नमस्ते")]
    [InlineData("Telefon …34", "Telefon …34")]
    [InlineData("Anna <anna@example.org>", "Anna anna example.org")]
    [InlineData("\"Anna\" \\ ${uuid} %s", "Anna uuid s")]
    [InlineData("w_1-bbbID-Anna", "w 1--Anna")]
    [InlineData("Anna_3-BBBid-w_x", "Anna 3--w x")]
    [InlineData("bbbbbIDbID Anna", "Anna")]
    [InlineData("GLOBAL_AUDIO_71001", "GLOBAL AUDIO 71001")]
    [InlineData("Anna\u202Eevil", "Anna evil")]
    [InlineData("Anna 😀", "Anna")]
    [InlineData("\uD800Anna", "Anna")]
    public void Name_KeepsLettersDigitsAndAFewSigns(string given, string shown) => Assert.Equal(shown, DisplayName.Clean(given));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("…")]
    [InlineData("---")]
    [InlineData("\u0301")]
    [InlineData("anonymous")]
    [InlineData(" Anonymous ")]
    [InlineData("<UNKNOWN>")]
    [InlineData("private")]
    [InlineData("_Restricted_")]
    [InlineData("withheld")]
    [InlineData("0000000000")]
    [InlineData("-bbbID-")]
    [InlineData("anonybbbIDmous")]
    public void Name_OfWhichNothingIsLeft_OrThatBbbHangsUpOn_IsNone(string? given) => Assert.Null(DisplayName.Clean(given));

    [Fact]
    public void AnyText_BecomesAShortNameWithoutMeaningToBbb_AndStaysSo()
    {
        string[] pieces = ["bbbID", "BBBID", "-bbbID-", "GLOBAL_AUDIO_", "_", "-", " ", "anonymous", "ä", "e\u0301", "\uD83D", "😀", "\u0000", "\u2028", "王", "7", "bbb", "ID", "\"", "<sip:x>", new('x', 39)];
        var random = new Random(7);
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => pieces[random.Next(pieces.Length)]));
            if (DisplayName.Clean(text) is not { } name)
            {
                continue;
            }

            Assert.InRange(name.Length, 1, DisplayName.MaxLength);
            Assert.DoesNotMatch(new Regex("bbbID|GLOBAL_AUDIO|[_\"<>\\\\\\p{C}]|^\\s|\\s$|^(anonymous|unknown|private|restricted|withheld|0000000000)$", RegexOptions.IgnoreCase), name);
            Assert.DoesNotContain(name.EnumerateRunes(), rune => rune == Rune.ReplacementChar);
            Assert.Equal(name, DisplayName.Clean(name));
        }
    }
}
