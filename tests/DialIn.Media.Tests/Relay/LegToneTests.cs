using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Rtp;
using DialIn.Media.Tests.Dtmf;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

public class LegToneTests
{
    private readonly LegHarness _leg = new();
    private readonly SourceStream _source = new();

    [Fact]
    public void Tones_WhileListening_AreKeys_AndStopWhatPlays()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForTones(ToneListening.UntilEvent);
        _leg.Play(3, LegHarness.Clip(100));
        Type("4");

        Assert.Equal([new DigitReceived('4') { IsInBand = true }, new PlaybackEnded(new PlaybackId(3))], _leg.Events);
    }

    [Fact]
    public void Tones_WhileNobodyListens_AreOnlySound()
    {
        _leg.Started().Latched(_source);
        Type("4");
        _leg.Path.ListenForTones(ToneListening.Always);
        _leg.Path.ListenForTones(ToneListening.Off);
        Type("4");

        Assert.Empty(_leg.Events);
    }

    [Fact]
    public void Tones_AfterATelephoneEvent_CountOnlyWhereTheyAlwaysDo()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForTones(ToneListening.UntilEvent);
        Type("1");
        Press('2');
        Type("3");
        Assert.Equal("12", _leg.Digits);

        _leg.Path.ListenForTones(ToneListening.Always);
        Press('4');
        _leg.Now += TimeSpan.FromMilliseconds(200);
        Type("5");
        Assert.Equal("1245", _leg.Digits);
    }

    [Fact]
    public void Tones_InTheAudioUnderATelephoneEvent_CountOnce()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForTones(ToneListening.Always);
        var tone = Packets("8", AudioCodec.Pcma);
        foreach (var packet in _source.Press('8'))
        {
            Receive(packet);
            Receive(tone[0]);
            tone.RemoveAt(0);
        }

        Assert.Equal("8", _leg.Digits);
    }

    [Fact]
    public void Tones_WhileAKeyThatIsToldElsewhereIsKeptOut_AreKeysAllTheSame()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForTones(ToneListening.Always);
        _leg.Path.KeepToneOut(TimeSpan.FromSeconds(1), _leg.Now);
        Type("45");

        Assert.Equal("45", _leg.Digits);
    }

    [Fact]
    public void Tones_AfterAChangeOfCodec_AreHeardInTheNewOne()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForTones(ToneListening.UntilEvent);
        Type("1");
        _leg.Started(LegHarness.Negotiated(AudioCodec.G722, eventType: null));
        Type("2", AudioCodec.G722);

        Assert.Equal("12", _leg.Digits);
    }

    [Fact]
    public void Tones_InG722_WhereEventsAreAgreedOn_AreHeardOnlyWhereTheyAlwaysAre()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForTones(ToneListening.UntilEvent);
        _leg.Started(LegHarness.Negotiated(AudioCodec.G722));
        Type("1", AudioCodec.G722);
        Assert.Equal("", _leg.Digits);

        _leg.Path.ListenForTones(ToneListening.Always);
        Type("2", AudioCodec.G722);
        Assert.Equal("2", _leg.Digits);
    }

    [Fact]
    public void CallingTone_WhileListening_IsHeardOnce()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForFax(true);
        Sound(FaxSound.Make(8000, calls: 4), AudioCodec.Pcma);

        Assert.Equal([new FaxHeard()], _leg.Events);
    }

    [Fact]
    public void CallingTone_AfterAChangeOfCodec_IsHeardInTheNewOne()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForFax(true);
        Sound(FaxSound.Make(8000, calls: 1), AudioCodec.Pcma);
        _leg.Started(LegHarness.Negotiated(AudioCodec.Pcmu));
        Sound(FaxSound.Make(8000, calls: 2), AudioCodec.Pcmu);

        Assert.Equal([new FaxHeard()], _leg.Events);
    }

    [Fact]
    public void CallingTone_InG722_IsOnlySound_AndByTelephoneEventItIsAFaxAllTheSame()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForFax(true);
        _leg.Started(LegHarness.Negotiated(AudioCodec.G722));
        Sound(FaxSound.Make(16000, calls: 3), AudioCodec.G722);
        Assert.Empty(_leg.Events);

        Receive(_source.Other(101, [36, 10, 0, 160]));
        Assert.Equal([new FaxHeard()], _leg.Events);
    }

    [Theory]
    [InlineData(ToneListening.Always)]
    [InlineData(ToneListening.UntilEvent)]
    public void KeysAndCallingTone_OfOneStream_AreBothHeard(ToneListening listening)
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForFax(true);
        _leg.Path.ListenForTones(listening);
        Type("4");
        Sound(FaxSound.Make(8000, calls: 2), AudioCodec.Pcma);
        Type("7");

        Assert.Equal([new DigitReceived('4') { IsInBand = true }, new FaxHeard(), new DigitReceived('7') { IsInBand = true }], _leg.Events);
    }

    [Fact]
    public void CallingTone_WhileNobodyListens_IsOnlySound()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForFax(true);
        _leg.Path.ListenForFax(false);
        Sound(FaxSound.Make(8000, calls: 3), AudioCodec.Pcma);
        Receive(_source.Other(101, [36, 10, 0, 160]));

        Assert.Empty(_leg.Events);
    }

    [Fact]
    [Rfc(4734, "2.6")]
    public void CallingTone_ToldByTelephoneEvent_IsHeardOnce()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForFax(true);
        foreach (var duration in new byte[] { 160, 240, 250 })
        {
            Receive(_source.Other(101, [36, 10, 0, duration]));
        }

        Assert.Equal([new FaxHeard()], _leg.Events);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(37)]
    [InlineData(16)]
    [InlineData(5)]
    public void OtherEvents_AreNoCallingTone(byte code)
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForFax(true);
        Receive(_source.Other(101, [code, 10, 0, 160]));

        Assert.DoesNotContain(new FaxHeard(), _leg.Events);
    }

    [Fact]
    public void Tones_OfAStranger_AreNothing()
    {
        _leg.Started().Latched(_source);
        _leg.Path.ListenForTones(ToneListening.Always);
        foreach (var packet in Packets("99", AudioCodec.Pcma))
        {
            _leg.Receive(packet, LegHarness.Stranger);
        }

        Assert.Empty(_leg.Events);
    }

    private void Type(string keys, AudioCodec? codec = null) => Packets(keys, codec ?? AudioCodec.Pcma).ForEach(Receive);

    private void Sound(short[] samples, AudioCodec codec) => Packets(samples, codec).ForEach(Receive);

    private void Press(char key)
    {
        foreach (var packet in _source.Press(key))
        {
            Receive(packet);
        }
    }

    private void Receive(byte[] packet)
    {
        _leg.Receive(packet);
        _leg.Now += TimeSpan.FromMilliseconds(20);
    }

    private List<byte[]> Packets(string keys, AudioCodec codec) => Packets(new KeySounds { Milliseconds = 80, Pause = 80 }.Make(keys, codec.SampleRate), codec);

    private List<byte[]> Packets(short[] samples, AudioCodec codec)
    {
        var encoded = EncodedAudio.Encode(new PcmClip(codec.SampleRate, samples), codec);
        return [.. Enumerable.Range(0, encoded.FrameCount).Select(frame =>
        {
            var packet = new byte[RtpPacket.HeaderLength + 160];
            RtpPacket.Write(packet, false, codec.StaticPayloadType, _source.Sequence++, _source.Timestamp, _source.Ssrc, encoded.Frame(frame));
            _source.Timestamp += 160;
            return packet;
        })];
    }
}
