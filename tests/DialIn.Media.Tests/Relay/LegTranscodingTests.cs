using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Rtp;
using DialIn.Media.Sdp;

namespace DialIn.Media.Tests.Relay;

/// <summary>Two joined legs that speak different codecs.</summary>
public class LegTranscodingTests
{
    private readonly LegHarness _trunk = new();
    private readonly LegHarness _conference = new(reportDigits: false, connected: true, firstSequence: 30_000);
    private readonly SourceStream _caller = new();
    private readonly SourceStream _bridge = new(ssrc: 0x2222, sequence: 100, payloadType: 9);

    public LegTranscodingTests() => Join(AudioCodec.G722);

    [Fact]
    public void Tone_IsHeardOnTheOtherSide_BothWays()
    {
        Speak(_trunk, _caller, AudioCodec.Pcma, 8, 440);
        Speak(_conference, _bridge, AudioCodec.G722, 9, 600);

        Assert.Equal(440, Loudest(_conference.Sent, AudioCodec.G722));
        Assert.Equal(600, Loudest(_trunk.Sent, AudioCodec.Pcma));
        Assert.All(_conference.Sent, packet => Assert.Equal((9, 160), (packet.PayloadType, packet.Payload.Length)));
        SentPacket.AssertOneStream(_conference.Sent);
        SentPacket.AssertOneStream(_trunk.Sent);
        Assert.Equal(50, _conference.Path.Statistics.Transcoding.Transcoded);
        Assert.Equal(50, _trunk.Path.Statistics.Transcoding.Transcoded);
    }

    [Fact]
    public void Lost_IsMadeUp_AndTheStreamThatGoesOutIsWhole()
    {
        for (var i = 0; i < 30; i++)
        {
            var packet = _caller.Audio();
            if (i % 10 != 5)
            {
                _trunk.Receive(packet);
            }

            Run(1);
        }

        Assert.Equal(30, _conference.Sent.Count);
        SentPacket.AssertOneStream(_conference.Sent);
        Assert.Equal(3, _conference.Path.Statistics.Transcoding.Concealed);
    }

    [Fact]
    public void HeldBehindAGap_GoesOutAtTheNextFrame_AlsoWithoutAnotherPacket()
    {
        _trunk.Receive(_caller.Audio());
        _caller.Audio();
        _trunk.Receive(_caller.Audio());
        Assert.Single(_conference.Sent);

        Run(1);

        Assert.Equal(3, _conference.Sent.Count);
    }

    [Fact]
    public void PacketsOf30Milliseconds_GoOutInFramesOf20()
    {
        for (var i = 0; i < 4; i++)
        {
            _trunk.Receive(_caller.Audio(240));
        }

        Assert.Equal([160, 160, 160, 160, 160, 160], _conference.Sent.Select(packet => packet.Payload.Length));
        SentPacket.AssertOneStream(_conference.Sent);
    }

    [Fact]
    public void KeyPress_IsNoLoss()
    {
        _trunk.Receive(_caller.Audio());
        foreach (var packet in _caller.Press('5'))
        {
            _trunk.Receive(packet);
            Run(1);
        }

        Run(3);
        _trunk.Receive(_caller.Audio());

        Assert.Equal(2, _conference.Sent.Count);
        Assert.Equal(0, _conference.Path.Statistics.Transcoding.Concealed);
        SentPacket.AssertOneStream(_conference.Sent);
    }

    [Fact]
    public void LegsThatComeToAgree_PassTheAudioAsItIs_InTheSameStream()
    {
        _trunk.Receive(_caller.Audio());
        _conference.Path.Start(LegHarness.Negotiated(AudioCodec.Pcma), _conference.Now);
        var packet = _caller.Audio();
        _trunk.Receive(packet);

        Assert.Equal([9, 8], _conference.Sent.Select(sent => (int)sent.PayloadType));
        Assert.Equal(packet[RtpPacket.HeaderLength..], _conference.Sent[1].Payload);
        SentPacket.AssertOneStream(_conference.Sent);
        Assert.Equal(1, _conference.Path.Statistics.Transcoding.Transcoded);
    }

    [Fact]
    public void FarEndChangesItsCodec_WhatWaitedInTheOldOneIsNotSent()
    {
        _trunk.Receive(_caller.Audio());
        _caller.Audio();
        _trunk.Receive(_caller.Audio());
        _conference.Path.Start(LegHarness.Negotiated(AudioCodec.Pcmu), _conference.Now);
        Run(4);
        _trunk.Receive(_caller.Audio());

        Assert.Equal([9, 0], _conference.Sent.Select(sent => (int)sent.PayloadType));
        Assert.Equal(2, _conference.Path.Statistics.Transcoding.Transcoded);
    }

    [Fact]
    public void PeerThatChangesItsCodec_IsHeardInTheOldOneForAWhile()
    {
        // The conference speaks G722; the caller changes from PCMA to it, and some of the old packets come late.
        _trunk.Path.Start(LegHarness.Negotiated(AudioCodec.G722), _trunk.Now);
        Speak(_trunk, _caller, AudioCodec.Pcma, 8, 440);
        Assert.Equal(440, Loudest(_conference.Sent, AudioCodec.G722));
        Assert.Equal(0, _trunk.Path.Statistics.OtherPayloadTypes);

        _trunk.Now += TimeSpan.FromSeconds(2);
        _conference.Now = _trunk.Now;
        var sent = _conference.Sent.Count;
        _trunk.Receive(_caller.Audio());

        Assert.Equal(sent, _conference.Sent.Count);
        Assert.Equal(1, _trunk.Path.Statistics.OtherPayloadTypes);
    }

    [Fact]
    public void PromptInBetween_LeavesNothingToConceal()
    {
        _trunk.Receive(_caller.Audio());
        _conference.Path.Play(new Playback(new PlaybackId(1), [new EncodedAudio(AudioCodec.G722, new byte[160 * 10])], loop: false));
        for (var i = 0; i < 11; i++)
        {
            _trunk.Receive(_caller.Audio());
            Run(1);
        }

        _trunk.Receive(_caller.Audio());

        Assert.Equal(0, _conference.Path.Statistics.Transcoding.Concealed);
        SentPacket.AssertOneStream(_conference.Sent);
    }

    [Fact]
    public void OnHold_NothingIsTranscoded()
    {
        _conference.Path.Start(LegHarness.Negotiated(AudioCodec.G722, direction: Direction.ReceiveOnly), _conference.Now);
        _trunk.Receive(_caller.Audio());

        Assert.Empty(_conference.Sent);
        Assert.Equal(0, _conference.Path.Statistics.Transcoding.Transcoded);
    }

    private void Join(AudioCodec conference)
    {
        _trunk.Started().Latched(_caller);
        _conference.Started(LegHarness.Negotiated(conference));
        _trunk.Path.Join(_conference.Path);
        _conference.Sent.Clear();
    }

    private void Run(int frames)
    {
        _trunk.Run(frames);
        _conference.Run(frames);
    }

    // One second.
    private static void Speak(LegHarness leg, SourceStream source, AudioCodec codec, byte payloadType, double hertz)
    {
        var tone = EncodedAudio.Encode(Tone.Sine(hertz, TimeSpan.FromSeconds(1), codec.SampleRate), codec);
        for (var i = 0; i < tone.FrameCount; i++)
        {
            leg.Receive(source.Other(payloadType, tone.Frame(i).ToArray()));
            source.Timestamp += 160;
            leg.Now += TimeSpan.FromMilliseconds(20);
        }
    }

    private static double Loudest(List<SentPacket> packets, AudioCodec codec)
    {
        var payload = packets.SelectMany(packet => packet.Payload).ToArray();
        var pcm = new short[payload.Length * codec.SampleRate / 8000];
        codec.CreateDecoder().Decode(payload, pcm);
        return new double[] { 300, 440, 600, 1000 }.MaxBy(hertz => ToneDetector.Power(pcm.AsSpan(pcm.Length / 4), codec.SampleRate, hertz));
    }
}
