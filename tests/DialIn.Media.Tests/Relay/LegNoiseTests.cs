using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Media.Tests.Audio;
using DialIn.Media.Transcoding;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

/// <summary>A caller whose telephone describes silence instead of sending it. RFC 3389.</summary>
[Rfc(3389, "4")]
public class LegNoiseTests
{
    private const byte Noise = 13;

    private readonly LegHarness _trunk = new();
    private readonly LegHarness _conference = new(reportDigits: false, connected: true, firstSequence: 30_000);
    private readonly SourceStream _caller = new();

    [Theory]
    [InlineData("PCMA", "PCMA")]
    [InlineData("PCMA", "G722")]
    public void FarEndWithoutComfortNoise_HearsNoiseOfThatLevel_UntilTheCallerSpeaks(string trunk, string conference)
    {
        Join(Codec(trunk), Codec(conference));
        Hear(_caller.Audio());
        Hear(_caller.Other(Noise, [50, 128, 128]));
        Run(100);

        var noise = _conference.Sent[1..];
        Assert.InRange(noise.Count, 99, 101);
        Assert.All(noise, packet => Assert.Equal(Codec(conference).StaticPayloadType, packet.PayloadType));
        Assert.Equal(-50, Level(noise, Codec(conference)), 1.5);

        Hear(_caller.Audio());
        Run(10);
        Assert.Equal(noise.Count + 2, _conference.Sent.Count);
        SentPacket.AssertOneStream(_conference.Sent);
        Assert.True(_conference.Sent[^1].Marker);
    }

    [Fact]
    public void SilenceThatIsDescribed_IsNoneForAsLongAsOnHold()
    {
        var leg = new LegHarness(connected: true, options: plain => plain with { TimeoutOnHold = TimeSpan.FromMinutes(5) }).Started().Latched(_caller);
        leg.Receive(_caller.Other(Noise, [50]));
        leg.Run(50 * 60 * 5 - 1);
        Assert.DoesNotContain(leg.Events, raised => raised is MediaSilent);
        leg.Run(1);
        Assert.Single(leg.Events, raised => raised is MediaSilent);

        leg.Receive(_caller.Audio());
        leg.Receive(_caller.Other(Noise, [50]));
        leg.Receive(_caller.Audio());
        leg.Events.Clear();
        leg.Run(50 * 5);
        Assert.Equal([new MediaSilent(TimeSpan.FromSeconds(5))], leg.Events);
    }

    [Fact]
    public void SilenceThatIsDescribed_MayLastForEver_WhereAHoldMay()
    {
        var leg = new LegHarness(connected: true).Started().Latched(_caller);
        leg.Receive(_caller.Other(Noise, [50]));
        leg.Run(50 * 60 * 60);
        Assert.Empty(leg.Events);
    }

    [Fact]
    public void FarEndWithComfortNoise_GetsTheDescription_AndASignOfLifeEachSecond()
    {
        Join(AudioCodec.Pcma, AudioCodec.Pcma, farEndNoise: 97);
        Hear(_caller.Audio());
        Hear(_caller.Other(Noise, [50, 128, 128]));
        Run(125);
        Hear(_caller.Audio());

        Assert.Equal([8, 97, 97, 97, 8], _conference.Sent.Select(packet => (int)packet.PayloadType));
        Assert.All(_conference.Sent[1..4], packet => Assert.Equal([50, 128, 128], packet.Payload));
        // The marker is the talkspurt's, which this is the end of.
        Assert.Equal([false, false, false, true], _conference.Sent[1..].Select(packet => packet.Marker));
        SentPacket.AssertOneStream(_conference.Sent);
    }

    [Fact]
    public void ComfortNoiseUnderANegotiatedNumber_IsUnderstood_AndTheStaticOneIsNot()
    {
        Join(AudioCodec.Pcma, AudioCodec.Pcma, callerNoise: 98);
        Hear(_caller.Audio());
        Hear(_caller.Other(98, [50]));
        Run(10);

        Assert.Equal(12, _conference.Sent.Count);
        Assert.Equal(0, _trunk.Path.Statistics.OtherPayloadTypes);
        Hear(_caller.Other(Noise, [50]));
        Assert.Equal(1, _trunk.Path.Statistics.OtherPayloadTypes);
    }

    [Fact]
    public void LegThatIsParted_ForgetsTheNoise()
    {
        Join(AudioCodec.Pcma, AudioCodec.Pcma);
        Hear(_caller.Audio());
        Hear(_caller.Other(Noise, [40]));
        _trunk.Path.Part();
        Run(2);
        _trunk.Path.Join(_conference.Path);
        _conference.Sent.Clear();
        Run(100);

        Assert.All(_conference.Sent.SelectMany(packet => packet.Payload), octet => Assert.Equal(AudioCodec.Pcma.SilenceByte, octet));
    }

    [Fact]
    public void Prompt_GoesBeforeNoise_WhichGoesOnAfterIt()
    {
        Join(AudioCodec.Pcma, AudioCodec.Pcma);
        Hear(_caller.Audio());
        Hear(_caller.Other(Noise, [50]));
        _conference.Play(1, LegHarness.Clip(5, first: 1));
        Run(10);

        Assert.Equal(LegHarness.Clip(5, first: 1).Payload.ToArray(), _conference.Sent[2..7].SelectMany(packet => packet.Payload));
        Assert.Equal(-50, Level(_conference.Sent[7..], AudioCodec.Pcma), 3.0);
    }

    [Fact]
    public void Level_IsNeverLoud_AndAPayloadWithoutOneIsTheFaintest()
    {
        var noise = new ComfortNoise();
        noise.Begin([0]);
        Assert.Equal(-30, Level(noise), 1.5);

        noise.Begin([]);
        Assert.Equal([127], noise.Description.ToArray());
        Assert.InRange(Level(noise), double.NegativeInfinity, -65);
    }

    [Fact]
    public void Noise_AllocatesNothing()
    {
        var noise = new ComfortNoise();
        noise.Begin([50]);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 50; i++)
            {
                noise.Begin([60]);
                _ = noise.Next(AudioCodec.G722);
            }
        }));
    }

    private static AudioCodec Codec(string name) => AudioCodec.All.Single(codec => codec.EncodingName == name);

    private static double Level(ComfortNoise noise)
    {
        var payload = new List<byte>();
        for (var i = 0; i < 100; i++)
        {
            payload.AddRange(noise.Next(AudioCodec.Pcmu));
        }

        return Level([.. payload], AudioCodec.Pcmu);
    }

    private static double Level(IEnumerable<SentPacket> packets, AudioCodec codec) => Level([.. packets.SelectMany(packet => packet.Payload)], codec);

    // In dBov: below a square wave that fills 16 bits. The first 100 ms are the decoder's settling.
    private static double Level(byte[] payload, AudioCodec codec)
    {
        var pcm = new short[payload.Length * codec.SampleRate / 8000];
        codec.CreateDecoder().Decode(payload, pcm);
        return Signal.Decibels(Signal.Rms(pcm.AsSpan(Math.Min(codec.SampleRate / 10, pcm.Length / 4))) / 32_768);
    }

    private void Join(AudioCodec trunk, AudioCodec conference, byte? callerNoise = null, byte? farEndNoise = null)
    {
        _trunk.Started(With(trunk, callerNoise)).Latched(_caller);
        _conference.Started(With(conference, farEndNoise));
        _trunk.Path.Join(_conference.Path);
        _conference.Sent.Clear();
    }

    private static NegotiatedAudio With(AudioCodec codec, byte? noise)
    {
        var negotiated = LegHarness.Negotiated(codec);
        return negotiated with { Format = negotiated.Format with { ComfortNoisePayloadType = noise } };
    }

    private void Hear(byte[] packet)
    {
        _trunk.Receive(packet);
        Run(1);
    }

    private void Run(int frames)
    {
        for (var i = 0; i < frames; i++)
        {
            _trunk.Run(1);
            _conference.Run(1);
        }
    }
}
