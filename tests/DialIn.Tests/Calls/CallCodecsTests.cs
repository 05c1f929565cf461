using DialIn.Calls;
using DialIn.Media.Codecs;

namespace DialIn.Tests.Calls;

public class CallCodecsTests
{
    private static readonly AudioCodec[] Server = [AudioCodec.G722, AudioCodec.Pcma, AudioCodec.Pcmu];

    public static TheoryData<string, string, string, string, string?> Choices => new()
    {
        // caller speaks, caller offered, server has, server refused, is offered
        { "PCMA", "PCMA", "G722 PCMA PCMU", "", "PCMA" },
        { "PCMU", "PCMU", "G722 PCMA", "", "PCMA" },
        { "PCMU", "PCMU G722", "G722 PCMA", "", "G722" },
        { "G722", "G722 PCMU PCMA", "PCMA PCMU", "", "PCMA" },
        { "G722", "G722 PCMU", "PCMA PCMU", "", "PCMU" },
        { "G722", "G722", "G722 PCMA PCMU", "G722", "PCMA" },
        { "G722", "G722", "G722 PCMU PCMA", "G722 PCMU", "PCMA" },
        { "PCMA", "PCMA", "G722", "", "G722" },
        { "PCMA", "PCMA", "G722 PCMA", "PCMA", "G722" },
        { "PCMA", "PCMA", "G722 PCMA", "PCMA G722", null },
    };

    [Theory]
    [MemberData(nameof(Choices))]
    public void ToOffer_TakesWhatTheCallerSpeaks_ThenWhatItMaySpeak(string trunk, string offered, string server, string refused, string? expected)
    {
        var codecs = Of(refused).Aggregate(
            new CallCodecs { Trunk = Of(trunk)[0], Offered = Of(offered) }, (known, codec) => known.WithRefusal("bbb1", codec));

        Assert.Equal(expected, codecs.ToOffer("bbb1", Of(server))?.EncodingName);
    }

    [Fact]
    public void WithRefusal_OfAnotherServer_ForgetsTheFirstOne()
    {
        var codecs = new CallCodecs { Trunk = AudioCodec.G722 }.WithRefusal("bbb1", AudioCodec.G722).WithRefusal("bbb2", AudioCodec.Pcma);

        Assert.Equal(AudioCodec.G722, codecs.ToOffer("bbb1", Server));
        Assert.False(codecs.MayAsk("bbb2", Server, AudioCodec.Pcma));
        Assert.True(codecs.MayAsk("bbb2", Server, AudioCodec.G722));
    }

    private static AudioCodec[] Of(string names) =>
        [.. names.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => AudioCodec.All.Single(codec => codec.EncodingName == name))];
}
