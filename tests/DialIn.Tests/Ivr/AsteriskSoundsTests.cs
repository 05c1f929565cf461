using DialIn.Announcements;
using DialIn.Ivr;
using DialIn.Media.Codecs;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Ivr;

/// <summary>The ready mappings in <c>sip-config/prompts</c> with the Debian packages that they name.</summary>
public class AsteriskSoundsTests
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "sip-config/prompts");

    public static TheoryData<string> Languages() => [.. Directory.EnumerateDirectories(Folder).Select(folder => Path.GetFileName(folder)!).Order()];

    [Theory]
    [MemberData(nameof(Languages))]
    public void Mapping_OfTheInstalledPackage_SpeaksEveryPromptOfACall(string language)
    {
        // tests/run.sh installs asterisk-core-sounds-fr-g722.
        var library = PromptLibrary.Load(PromptFiles.BuiltInFolder, Folder, [language]);

        PromptId[] ofEveryCall = [PromptId.Welcome, PromptId.EnterPin, PromptId.PinUnknown, PromptId.Connecting, PromptId.MeetingNotStarted, PromptId.MeetingEnded, PromptId.Goodbye];
        Assert.DoesNotContain(library.Borrowed.Keys, prompt => ofEveryCall.Contains(prompt.Id));
        foreach (var id in Enum.GetValues<PromptId>().Where(PromptFiles.IsSpoken))
        {
            var clip = library.Sequence([new Prompt(id, language)], AudioCodec.G722)[1];
            var samples = new short[clip.Payload.Length * 2];
            AudioCodec.G722.CreateDecoder().Decode(clip.Payload.Span, samples);
            var level = 10 * Math.Log10(samples.Average(static sample => (double)sample * sample / (32768.0 * 32768.0)) + 1e-12);

            Assert.InRange(clip.Duration.TotalSeconds, 0.25, 12);
            Assert.InRange(level, -40, -10);
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public void Texts_BesideTheMapping_AreComplete(string language)
    {
        var texts = WrittenTexts.Read(PromptFiles.BuiltInFolder, Folder);

        Assert.Empty(texts.Faults);
        Assert.Empty(texts.LackingIn(language));
    }
}
