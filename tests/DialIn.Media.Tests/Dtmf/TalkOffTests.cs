using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Dtmf;

/// <summary>Speech is no key, whoever speaks, and neither is the echo of what we say ourselves.</summary>
public class TalkOffTests
{
    private const string German =
        "Guten Tag, hier spricht Sabine Müller aus Königstein. Null, eins, zwei, drei, vier, fünf, sechs, sieben, acht, neun, Stern, Raute. "
        + "Sie finden die Geheimzahl in Ihrer Einladung; wir üben jetzt, wie man sie eintippt. Ja. Nein. Ach so! Iii, eee, aaa, ooo, uuu. "
        + "Die Konferenz beginnt um sieben Uhr dreißig, und viele liebe Grüße an die Familie in Zwickau und Quedlinburg.";

    private const string English =
        "Good morning, this is Deborah Whitfield speaking from Leeds. Zero, one, two, three, four, five, six, seven, eight, nine, star, hash. "
        + "You see, we need to keep these keys easy to reach. Yes. No. Oh, I see! Eee, aaa, ooo, you, we. "
        + "The meeting begins at seven thirty, and please give my love to everybody in Reading and Sheffield.";

    public static TheoryData<string, int, int> Voices { get; } = new()
    {
        { "de", 110, 30 }, { "de", 160, 60 }, { "de+f2", 160, 90 }, { "de+f5", 110, 60 }, { "de+m3", 220, 30 }, { "de+croak", 130, 50 },
        { "en-gb", 110, 90 }, { "en-gb", 160, 50 }, { "en-gb+f3", 160, 90 }, { "en-us", 110, 90 }, { "en-us+f4", 190, 70 }, { "en-us+m7", 140, 30 },
    };

    [Theory]
    [MemberData(nameof(Voices))]
    public void Speech_IsNoKey(string voice, int wordsPerMinute, int pitch)
    {
        var text = voice.StartsWith("de", StringComparison.Ordinal) ? German : English;
        foreach (var rate in AudioCodec.All.GroupBy(codec => codec.SampleRate))
        {
            var speech = Sox.Speak(rate.Key, voice, wordsPerMinute, pitch, text);
            Assert.True(speech.Length > 10 * rate.Key);
            Assert.All(rate, codec => Assert.Equal("", KeySounds.Hear(speech, codec)));
        }
    }

    [Fact]
    public void OurOwnPrompts_AtAnyLevelOfTheirEcho_AreNoKeys()
    {
        var files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Prompts"), "*.wav", SearchOption.AllDirectories);
        Assert.True(files.Length > 30);
        foreach (var file in files)
        {
            var prompt = WavReader.Read(file);
            foreach (var codec in AudioCodec.All)
            {
                var samples = Resampler.To(prompt, codec.SampleRate).Samples;
                Assert.All([1.0, 0.3, 0.1], level => Assert.Equal("", KeySounds.Hear([.. samples.ToArray().Select(sample => (short)(sample * level))], codec)));
            }
        }
    }
}
