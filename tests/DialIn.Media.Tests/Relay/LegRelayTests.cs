using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

public class LegRelayTests
{
    private readonly LegHarness _trunk = new();
    private readonly LegHarness _conference = new(reportDigits: false, connected: true, firstSequence: 30_000);
    private readonly SourceStream _caller = new();
    private readonly SourceStream _bridge = new(ssrc: 0x7777, sequence: 200, timestamp: 12);

    [Fact]
    public void Joined_AudioPassesBothWays_Unchanged()
    {
        Join();
        _trunk.Receive(_caller.Audio());
        _conference.Receive(_bridge.Audio());

        Assert.Equal(LegPayload(5004), _conference.Sent.Single().Payload[..2]);
        Assert.Equal(LegPayload(201), _trunk.Sent.Single().Payload[..2]);
        Assert.Equal(1, _trunk.Path.Statistics.Relayed);
    }

    [Fact]
    public void Joined_HeaderIsOurs()
    {
        Join(LegHarness.Negotiated(payloadType: 100));
        byte[] decorated = [.. _caller.Audio()];
        decorated = [(byte)(decorated[0] | 0x31), .. decorated[1..12], 1, 2, 3, 4, 0xBE, 0xDE, 0, 1, 5, 6, 7, 8, .. decorated[12..], 0, 0, 3];
        _trunk.Receive(decorated);

        var sent = _conference.Sent.Single();
        Assert.Equal((100, 0xBEEFu, 160), (sent.PayloadType, sent.Ssrc, sent.Payload.Length));
    }

    [Fact]
    public void PromptRelayPromptRelay_IsOneStreamToThePeer()
    {
        _trunk.Started().Latched(_caller).Run(5);
        _trunk.Play(1, LegHarness.Clip(10));
        _trunk.Run(12);
        _conference.Started().Receive(_bridge.Audio());
        _trunk.Path.Join(_conference.Path);
        RelayFrames(20);
        _trunk.Play(2, LegHarness.Clip(5));
        RelayFrames(20);
        _trunk.Path.Part();
        _trunk.Run(5);

        SentPacket.AssertOneStream(_trunk.Sent);

        // Relayed packets that come while the second prompt's five frames play, and the last 20 ms of it, are not heard.
        Assert.Equal(20 + 14, _trunk.Path.Statistics.Relayed);
        Assert.Equal(17 + 5 + 34 + 5, _trunk.Sent.Count);

        // Four frames at most between what the timestamps and what the clock say.
        var span = _trunk.Sent[^1].Timestamp - _trunk.Sent[0].Timestamp;
        Assert.InRange(span, 61u * 160, 65u * 160);
    }

    [Fact]
    public void Joined_TheOtherSideGoesOnDuringAPrompt()
    {
        Join();
        _trunk.Play(1, LegHarness.Clip(10));
        for (var i = 0; i < 5; i++)
        {
            _trunk.Run(1);
            _trunk.Receive(_caller.Audio());
        }

        Assert.Equal(5, _conference.Sent.Count);
    }

    [Fact]
    public void Joined_SilenceUntilTheFirstRelayedPacket_ThenNoneBetweenPackets()
    {
        Join();
        _trunk.Run(5);
        Assert.Equal(5, _trunk.Sent.Count);

        RelayFrames(50);
        Assert.Equal(55, _trunk.Sent.Count);
        SentPacket.AssertOneStream(_trunk.Sent);
    }

    [Fact]
    public void Joined_SourceFallsSilent_SilenceIsSentAfterASecond()
    {
        Join();
        _conference.Receive(_bridge.Audio());
        _trunk.Run(49);
        Assert.Single(_trunk.Sent);

        _trunk.Run(10);
        Assert.Equal(11, _trunk.Sent.Count);
        Assert.Equal(8000u, _trunk.Sent[1].Timestamp - _trunk.Sent[0].Timestamp);
        SentPacket.AssertOneStream(_trunk.Sent);
    }

    [Fact]
    [Rfc(4733, "2.5.2")]
    public void Digits_NeverPass_AndLeaveNoGap()
    {
        Join();
        ReceiveFromCaller(_caller.Audio());
        foreach (var packet in _caller.Press('7'))
        {
            ReceiveFromCaller(packet);
        }

        _trunk.Now += TimeSpan.FromMilliseconds(100);
        ReceiveFromCaller(_caller.Audio());
        ReceiveFromCaller(_caller.Audio());

        Assert.Equal("7", _trunk.Digits);
        Assert.Equal(3, _conference.Sent.Count);
        SentPacket.AssertOneStream(_conference.Sent);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 3)]
    [Rfc(4733, "2.5.1.4")]
    public void ToneOfADigitInTheAudio_IsMutedUntil50MsAfterTheFirstEndThatArrives(int lostEnds, int passesAfter)
    {
        Join();
        var press = _caller.Press('7');
        for (var i = 0; i < press.Count; i++)
        {
            // Four updates come before the end, which is sent three times, 20 ms after each other.
            if (i is < 4 || i >= 4 + lostEnds)
            {
                _trunk.Receive(press[i]);
            }

            ReceiveFromCaller(_caller.Audio());
        }

        for (var i = 1; i < passesAfter; i++)
        {
            ReceiveFromCaller(_caller.Audio());
        }

        Assert.Empty(_conference.Sent);
        ReceiveFromCaller(_caller.Audio());
        Assert.Single(_conference.Sent);
    }

    [Fact]
    public void ToneOfAKeyThatIsToldElsewhere_IsMutedWhileItLasts_And50MsLonger()
    {
        Join();
        _trunk.Path.KeepToneOut(TimeSpan.FromMilliseconds(100), _trunk.Now);
        _trunk.Path.KeepToneOut(TimeSpan.FromMilliseconds(20), _trunk.Now);
        foreach (var packet in _caller.Press('7'))
        {
            _trunk.Receive(packet); // takes nothing away from it
        }

        for (var i = 0; i < 8; i++)
        {
            ReceiveFromCaller(_caller.Audio());
        }

        Assert.Empty(_conference.Sent);
        ReceiveFromCaller(_caller.Audio());
        Assert.Single(_conference.Sent);
    }

    [Fact]
    [Rfc(3389, "4")]
    public void ComfortNoiseAndUnknownPayloads_DoNotPass_AndLeaveNoGap()
    {
        Join();
        _trunk.Receive(_caller.Audio());
        _trunk.Receive(_caller.Other(13, [40]));
        _trunk.Receive(_caller.Other(77, new byte[50]));
        _trunk.Receive(_caller.Audio());

        Assert.Equal(2, _conference.Sent.Count);
        SentPacket.AssertOneStream(_conference.Sent);
        Assert.Equal(1, _trunk.Path.Statistics.OtherPayloadTypes);
    }

    [Fact]
    public void Strangers_BeforeAndAfterTheLatch_AreNeverHeard()
    {
        _trunk.Started();
        _conference.Started().Receive(_bridge.Audio());
        _trunk.Path.Join(_conference.Path);
        _conference.Sent.Clear();

        _trunk.Receive(_caller.Audio());
        var stranger = new SourceStream(ssrc: 0x6666, sequence: 1);
        Flood(stranger, 500);
        for (var i = 0; i < 3; i++)
        {
            _trunk.Receive(_caller.Audio());
            Flood(stranger, 50);
        }

        Flood(stranger, 500);
        _trunk.Receive(_caller.Audio());

        // Of all that came, the packet that latched the caller and the one after it.
        Assert.Equal([LegPayload(5003), LegPayload(5004)], _conference.Sent.Select(packet => packet.Payload[..2]));
        Assert.Equal(1150, _trunk.Path.Statistics.Strangers);
    }

    [Fact]
    public void Connected_OtherPortOfTheSameHost_IsNotHeard()
    {
        Join();
        var other = new SourceStream(ssrc: 0x9999);
        for (var i = 0; i < 50; i++)
        {
            _conference.Receive(other.Audio(), LegHarness.Remote with { Port = 4002 });
        }

        Assert.Empty(_trunk.Sent);
        Assert.Equal(50, _conference.Path.Statistics.Strangers);
    }

    [Fact]
    public void Parted_NothingPasses()
    {
        Join();
        _conference.Path.Part();
        _trunk.Receive(_caller.Audio());
        _trunk.Run(1);

        Assert.Empty(_conference.Sent);
        Assert.Equal(0xD5, _trunk.Sent.Single().Payload[5]);
    }

    [Fact]
    public void JoinedWithAThird_TheFirstIsParted()
    {
        Join();
        var third = new LegHarness(connected: true).Started();
        _trunk.Path.Join(third.Path);
        _trunk.Receive(_caller.Audio());
        _conference.Receive(_bridge.Audio());

        Assert.Single(third.Sent);
        Assert.Empty(_conference.Sent);
        Assert.Empty(_trunk.Sent);
    }

    [Fact]
    public void Closed_TheOtherLegGoesOnAlone()
    {
        Join();
        _conference.Path.Close(_conference.Now);
        _conference.Receive(_bridge.Audio());
        _trunk.Receive(_caller.Audio());
        _trunk.Run(1);

        Assert.Empty(_conference.Sent);
        Assert.Equal(0xD5, _trunk.Sent.Single().Payload[5]);
    }

    [Fact]
    public void Hold_OfOneLeg_StopsWhatGoesThere_AndTheOtherWay()
    {
        Join();
        RelayFrames(3);
        _trunk.Started(LegHarness.Negotiated(direction: Direction.Inactive));
        RelayFrames(10);
        _trunk.Receive(_caller.Audio());
        Assert.Equal(3, _trunk.Sent.Count);
        Assert.Empty(_conference.Sent);

        _trunk.Started();
        RelayFrames(3);
        Assert.Equal(6, _trunk.Sent.Count);
        SentPacket.AssertOneStream(_trunk.Sent);
    }

    [Fact]
    public void SendDigit_DuringTheRelay_MixesInNoAudio()
    {
        Join();
        RelayFrames(3);
        Assert.True(Media.Dtmf.TelephoneEventSender.TryCreate('1', Media.Dtmf.TelephoneEventSender.DefaultPress, out var press));
        _trunk.Path.SendDigit(press);
        RelayFrames(10);

        Assert.Equal("8,8,8,8,101,101,101,101,101,101,101,8,8,8", string.Join(',', _trunk.Sent.Select(packet => packet.PayloadType)));
        SentPacket.AssertOneStream(_trunk.Sent);
    }

    [Fact]
    public void SendDigit_WhoseWayIsNegotiatedAway_KeepsNoAudioBack()
    {
        Join();
        Assert.True(Media.Dtmf.TelephoneEventSender.TryCreate('1', Media.Dtmf.TelephoneEventSender.DefaultPress, out var press));
        _trunk.Path.SendDigit(press);
        _trunk.Path.SendDigit(press);
        RelayFrames(2);
        _trunk.Started(LegHarness.Negotiated(eventType: null));
        RelayFrames(3);

        Assert.Equal([8, 101, 101, 8, 8, 8], _trunk.Sent.Select(packet => (int)packet.PayloadType));
        SentPacket.AssertOneStream(_trunk.Sent);
    }

    private static byte[] LegPayload(int number) => [(byte)(number >> 8), (byte)number];

    private void Join(NegotiatedAudio? conference = null)
    {
        _trunk.Started().Latched(_caller);
        _conference.Started(conference).Receive(new SourceStream(ssrc: 0x7777, sequence: 199, payloadType: conference?.Format.PayloadType ?? 8).Audio());
        _bridge.Sequence = 201;
        _trunk.Path.Join(_conference.Path);
        _conference.Sent.Clear();
        _trunk.Sent.Clear();
    }

    // The conference's packets come a little before the trunk's own deadlines.
    private void RelayFrames(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _conference.Now = _trunk.Now + TimeSpan.FromMilliseconds(13);
            _conference.Receive(_bridge.Audio());
            _trunk.Run(1);
        }
    }

    private void ReceiveFromCaller(byte[] packet)
    {
        _trunk.Receive(packet);
        _trunk.Now += TimeSpan.FromMilliseconds(20);
    }

    private void Flood(SourceStream stranger, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _trunk.Receive(stranger.Audio(), LegHarness.Stranger);
        }
    }
}
