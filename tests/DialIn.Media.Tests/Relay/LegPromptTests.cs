using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

public class LegPromptTests
{
    private readonly LegHarness _leg = new();

    [Fact]
    public void BeforeStart_NothingIsSent()
    {
        _leg.Play(1, LegHarness.Clip(3));
        _leg.Run(10);

        Assert.Empty(_leg.Sent);
        Assert.Empty(_leg.Events);
    }

    [Theory]
    [InlineData("PCMA", 0xD5)]
    [InlineData("PCMU", 0xFF)]
    [InlineData("G722", 0xFD)]
    public void Started_SendsSilenceToTheNegotiatedAddress(string codec, byte silence)
    {
        _leg.Started(LegHarness.Negotiated(AudioCodec.All.Single(known => known.EncodingName == codec))).Run(5);

        Assert.Equal(5, _leg.Sent.Count);
        Assert.All(_leg.Sent, packet => Assert.Equal(LegHarness.Remote, packet.To));
        Assert.All(_leg.Sent, packet => Assert.Equal(Enumerable.Repeat(silence, 160), packet.Payload));
        SentPacket.AssertOneStream(_leg.Sent);
    }

    [Fact]
    [Rfc(3551, "4.1")]
    public void Play_SendsEveryFrameOnce_TheFirstWithTheMarker()
    {
        _leg.Started().Run(3);
        _leg.Play(1, LegHarness.Clip(4, first: 10), LegHarness.Clip(2, first: 20));
        _leg.Run(10);

        Assert.Equal([10, 11, 12, 13, 20, 21], _leg.Sent.Skip(3).Take(6).Select(packet => (int)packet.Payload[0]));
        Assert.Equal([0, 3], Enumerable.Range(0, _leg.Sent.Count).Where(i => _leg.Sent[i].Marker));
        Assert.Equal(13, _leg.Sent.Count); // silence again after the prompt, without a break
        Assert.All(Enumerable.Range(1, 12), i => Assert.Equal(160u, _leg.Sent[i].Timestamp - _leg.Sent[i - 1].Timestamp));
        SentPacket.AssertOneStream(_leg.Sent);
    }

    [Fact]
    public void Play_ToItsEnd_IsReportedOnceTheLastFrameHasPlayed()
    {
        _leg.Started();
        _leg.Play(7, LegHarness.Clip(3));
        _leg.Run(3);
        Assert.Empty(_leg.Events);

        _leg.Run(5);
        Assert.Equal([new PlaybackEnded(new PlaybackId(7)) { Completed = true }], _leg.Events);
    }

    [Fact]
    public void Play_InsteadOfAnother_EndsTheFirst()
    {
        _leg.Started();
        _leg.Play(1, LegHarness.Clip(50, first: 0));
        _leg.Run(2);
        _leg.Play(2, LegHarness.Clip(2, first: 100));
        _leg.Run(5);

        Assert.Equal([0, 1, 100, 101], _leg.Sent.Take(4).Select(packet => (int)packet.Payload[0]));
        Assert.Equal([new PlaybackEnded(new PlaybackId(1)), new PlaybackEnded(new PlaybackId(2)) { Completed = true }], _leg.Events);
    }

    [Fact]
    public void Play_BeforeStart_BeginsWithTheStart()
    {
        _leg.Play(1, LegHarness.Clip(2, first: 5));
        _leg.Started().Run(3);

        Assert.Equal([5, 6, 0xD5], _leg.Sent.Select(packet => (int)packet.Payload[0]));
    }

    [Fact]
    public void StopPlayback_FallsSilentAtOnce()
    {
        _leg.Started();
        _leg.Play(1, LegHarness.Clip(50));
        _leg.Run(2);
        _leg.Path.StopPlayback();
        _leg.Path.StopPlayback();
        _leg.Run(1);

        Assert.Equal(0xD5, _leg.Sent[2].Payload[0]);
        Assert.Equal([new PlaybackEnded(new PlaybackId(1))], _leg.Events);
    }

    [Fact]
    public void Play_Nothing_EndsAtOnce()
    {
        _leg.Started();
        _leg.Play(1);
        _leg.Run(1);

        Assert.Equal([new PlaybackEnded(new PlaybackId(1)) { Completed = true }], _leg.Events);
        Assert.Equal(0xD5, _leg.Sent[0].Payload[0]);
    }

    [Fact]
    public void Play_ClipOfAnotherCodec_EndsUnheard()
    {
        _leg.Started();
        _leg.Play(1, new EncodedAudio(AudioCodec.Pcmu, new byte[1600]));
        _leg.Run(1);

        Assert.Equal([new PlaybackEnded(new PlaybackId(1)) { Completed = false }], _leg.Events);
        Assert.Equal(0xD5, _leg.Sent[0].Payload[0]);
    }

    [Fact]
    public void Play_ThenAnotherCodecIsNegotiated_EndsUnheard()
    {
        _leg.Play(1, LegHarness.Clip(5));
        _leg.Started(LegHarness.Negotiated(AudioCodec.Pcmu)).Run(1);

        Assert.Equal([new PlaybackEnded(new PlaybackId(1)) { Completed = false }], _leg.Events);
    }

    [Fact]
    public void Reinvite_ToAnotherCodec_ThePromptGoesOnInIt()
    {
        EncodedAudio InPcmu() => new(AudioCodec.Pcmu, [.. Enumerable.Range(10, 6).SelectMany(number => Enumerable.Repeat((byte)number, 160))]);
        _leg.Started();
        _leg.Path.Play(new Playback(new PlaybackId(1), [LegHarness.Clip(6)], loop: false, inCodec: codec => codec == AudioCodec.Pcmu ? [InPcmu()] : []));
        _leg.Run(2);

        _leg.Started(LegHarness.Negotiated(AudioCodec.Pcmu)).Run(4);

        Assert.Equal([0, 1, 12, 13, 14, 15], _leg.Sent.Select(packet => (int)packet.Payload[0]));
        Assert.Equal([8, 8, 0, 0, 0, 0], _leg.Sent.Select(packet => (int)packet.PayloadType));
        Assert.Empty(_leg.Events);
        SentPacket.AssertOneStream(_leg.Sent);
    }

    [Theory]
    [InlineData(Direction.ReceiveOnly, "192.0.2.10:4000")]
    [InlineData(Direction.Inactive, "192.0.2.10:4000")]
    [InlineData(Direction.SendReceive, "0.0.0.0:4000")] // hold as in RFC 2543
    public void Hold_SendsNothing_AndGoesOnAsOneStream(Direction direction, string remote)
    {
        _leg.Started().Run(3);
        _leg.Started(LegHarness.Negotiated(direction: direction, remote: remote));
        _leg.Play(1, LegHarness.Clip(5));
        _leg.Run(50);
        Assert.Equal(3, _leg.Sent.Count);
        Assert.Equal([new PlaybackEnded(new PlaybackId(1)) { Completed = true }], _leg.Events); // it ran on unheard

        _leg.Started().Run(3);
        Assert.Equal(6, _leg.Sent.Count);
        Assert.Equal(51u * 160, _leg.Sent[3].Timestamp - _leg.Sent[2].Timestamp);
        Assert.True(_leg.Sent[3].Marker);
        SentPacket.AssertOneStream(_leg.Sent);
    }

    [Fact]
    public void Hold_InTheFirstDescription_SendsNothing()
    {
        _leg.Started(LegHarness.Negotiated(remote: "0.0.0.0:4000")).Run(5);

        Assert.Empty(_leg.Sent);
    }

    [Fact]
    public void PayloadType_OfTheNegotiation_IsUsed()
    {
        _leg.Started(LegHarness.Negotiated(payloadType: 100)).Run(1);

        Assert.Equal(100, _leg.Sent[0].PayloadType);
    }

    [Fact]
    public void Closed_RaisesNothing()
    {
        _leg.Started();
        _leg.Path.Close(_leg.Now);
        _leg.Play(1, LegHarness.Clip(1));
        _leg.Run(500);
        _leg.Receive(new SourceStream().Audio());

        Assert.Empty(_leg.Events);
    }
}
