using DialIn.Media.Relay;
using DialIn.Media.Sdp;
using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

public class LegDigitTests
{
    private readonly LegHarness _leg = new();
    private readonly SourceStream _source = new();

    [Theory]
    [InlineData(96)]
    [InlineData(101)]
    [InlineData(110)]
    [Rfc(4733, "2.5.2")]
    public void Digits_OfTheNegotiatedPayloadType_AreReported(byte payloadType)
    {
        _leg.Started(LegHarness.Negotiated(eventType: payloadType)).Latched(_source);
        ReceiveAll("0123456789*#ABCD".SelectMany(digit => _source.Press(digit, payloadType)));

        Assert.Equal("0123456789*#ABCD", _leg.Digits);
    }

    [Fact]
    [Rfc(3264, "6.1")]
    public void Digits_OfferAndAnswerNumberThemDifferently_CountWithEitherNumber()
    {
        var negotiated = LegHarness.Negotiated(eventType: 96);
        _leg.Started(negotiated with { Format = negotiated.Format with { OfferedTelephoneEventPayloadType = 101 } }).Latched(_source);
        ReceiveAll([.. _source.Press('1', 101), .. _source.Press('2', 96), .. _source.Press('3', 97)]);

        Assert.Equal("12", _leg.Digits);
    }

    [Fact]
    public void Digits_OfAnotherPayloadType_AreNot()
    {
        _leg.Started(LegHarness.Negotiated(eventType: 96)).Latched(_source);
        ReceiveAll(_source.Press('1', eventPayloadType: 101));

        Assert.Equal("", _leg.Digits);
        Assert.Equal(7, _leg.Path.Statistics.OtherPayloadTypes);
    }

    [Fact]
    public void Digit_StopsWhatPlays_AfterItIsReported()
    {
        _leg.Started().Latched(_source);
        _leg.Play(3, LegHarness.Clip(100));
        _leg.Run(5);
        ReceiveAll(_source.Press('4'));
        _leg.Run(1);

        Assert.Equal([new DigitReceived('4'), new PlaybackEnded(new PlaybackId(3))], _leg.Events);
        Assert.Equal(0xD5, _leg.Sent[^1].Payload[0]);
    }

    [Fact]
    public void Digit_WhereTheyAreNotReported_StopsNothing()
    {
        var leg = new LegHarness(reportDigits: false).Started().Latched(_source);
        leg.Play(1, LegHarness.Clip(100));
        foreach (var packet in _source.Press('4'))
        {
            leg.Receive(packet);
        }

        Assert.Empty(leg.Events);
    }

    [Fact]
    public void Digit_AudioInterleaved_CountsOnce()
    {
        _leg.Started().Latched(_source);
        foreach (var packet in _source.Press('8'))
        {
            _leg.Receive(packet);
            _leg.Receive(_source.Audio());
        }

        Assert.Equal("8", _leg.Digits);
    }

    [Fact]
    public void Digit_WhoseFourthPacketLatches_Counts()
    {
        _leg.Started(); // a caller whose phone suppresses silence presses at once
        ReceiveAll(_source.Press('6'));

        Assert.Equal([new MediaStarted(), new DigitReceived('6')], _leg.Events);
    }

    [Fact]
    public void Digits_OfAStrangerBeforeTheLatch_DoNotCount()
    {
        _leg.Started();
        _leg.Receive(_source.Audio());
        var stranger = new SourceStream(ssrc: 0x6666);
        for (var i = 0; i < 20; i++)
        {
            ReceiveAll(stranger.Press('1'), LegHarness.Stranger);
        }

        _leg.Latched(_source);
        Assert.Equal("", _leg.Digits);
        Assert.True(_leg.Path.Statistics.Strangers >= 140);
    }

    [Fact]
    public void Digits_OfAStrangerAfterTheLatch_DoNotCount_EvenWithTheRightSsrc()
    {
        _leg.Started().Latched(_source);
        var forged = new SourceStream(_source.Ssrc, _source.Sequence, _source.Timestamp);
        ReceiveAll("999".SelectMany(digit => forged.Press(digit)), LegHarness.Stranger);
        ReceiveAll(_source.Press('1'));

        Assert.Equal("1", _leg.Digits);
        Assert.Equal(21, _leg.Path.Statistics.Strangers);
    }

    [Fact]
    public void Digit_OfANewSsrcOfTheSamePeer_CountsWhateverItsTimestamp()
    {
        _leg.Started().Latched(_source);
        ReceiveAll(_source.Press('1'));
        ReceiveAll(new SourceStream(ssrc: 0x2222, timestamp: _source.Timestamp - 1600).Press('1'));

        Assert.Equal("11", _leg.Digits);
    }

    [Theory]
    [InlineData(Direction.SendOnly)]
    [InlineData(Direction.Inactive)]
    public void Digits_WhileThePeerMayNotSend_DoNotCount(Direction direction)
    {
        _leg.Started().Latched(_source);
        _leg.Started(LegHarness.Negotiated(direction: direction));
        ReceiveAll(_source.Press('1'));

        Assert.Equal("", _leg.Digits);
    }

    [Fact]
    [Rfc(4733, "2.5.1.2")]
    public void SendDigit_IsOneStreamWithTheSilenceAroundIt_AndNoAudioDuringThePress()
    {
        _leg.Started().Run(2);
        SendDigits("5");
        _leg.Run(10);

        Assert.Equal([8, 8, 101, 101, 101, 101, 101, 101, 101, 8, 8, 8], _leg.Sent.Select(packet => (int)packet.PayloadType));
        Assert.Equal([5, 0x0A, 0, 160], _leg.Sent[2].Payload);
        Assert.Equal([5, 0x8A, 3, 32], _leg.Sent[8].Payload);
        Assert.Equal([0, 2, 9], Enumerable.Range(0, 12).Where(i => _leg.Sent[i].Marker));
        SentPacket.AssertOneStream(_leg.Sent);
    }

    [Fact]
    public void SendDigit_Several_WaitForEachOther()
    {
        _leg.Started();
        SendDigits("1#1");
        _leg.Run(40);

        Assert.Equal([0, 10, 20], Enumerable.Range(0, 40).Where(i => _leg.Sent[i] is { PayloadType: 101, Marker: true }));
        SentPacket.AssertOneStream(_leg.Sent);
    }

    [Fact]
    public void SendDigit_PausesAPrompt_WhichThenGoesOnWhereItWas()
    {
        _leg.Started();
        _leg.Play(1, LegHarness.Clip(6));
        _leg.Run(2);
        SendDigits("2");
        _leg.Run(12);

        Assert.Equal([0, 1, 2, 3, 4, 5], _leg.Sent.Where(packet => packet.PayloadType == 8).Take(6).Select(packet => (int)packet.Payload[0]));
        Assert.Equal([new PlaybackEnded(new PlaybackId(1)) { Completed = true }], _leg.Events);
    }

    [Fact]
    public void SendDigit_OnHold_IsNotSent()
    {
        _leg.Started(LegHarness.Negotiated(direction: Direction.Inactive));
        SendDigits("2");
        _leg.Run(20);

        Assert.Empty(_leg.Sent);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public void RandomDatagrams_NeverThrow_AndPressNothing(ulong seed)
    {
        _leg.Started().Latched(_source);
        var random = new SeededRandom(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var datagram = new byte[random.Next(1600)];
            for (var i = 0; i < Math.Min(datagram.Length, 40); i++)
            {
                datagram[i] = random.NextByte();
            }

            _leg.Receive(datagram, LegHarness.Stranger);
        }

        Assert.Equal("", _leg.Digits);
        var statistics = _leg.Path.Statistics;
        Assert.True(statistics.Malformed > 5000 && statistics.Strangers > 1000);
    }

    private void SendDigits(string digits)
    {
        foreach (var digit in digits)
        {
            Assert.True(Media.Dtmf.TelephoneEventSender.TryCreate(digit, Media.Dtmf.TelephoneEventSender.DefaultPress, out var press));
            _leg.Path.SendDigit(press);
        }
    }

    private void ReceiveAll(IEnumerable<byte[]> packets, SocketPeer? from = null)
    {
        foreach (var packet in packets)
        {
            _leg.Receive(packet, from);
            _leg.Now += TimeSpan.FromMilliseconds(20);
        }
    }
}
