using DialIn.Media.Relay;
using DialIn.Media.Rtp;
using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Relay;

[Rfc(3550, "7.1")]
public class RtpRewriterTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private readonly List<OutgoingHeader> _sent = [];
    private RtpRewriter _stream = new(0xABCD, 100, 5_000);
    private TimeSpan _now = TimeSpan.FromSeconds(10);

    [Fact]
    public void Frames_OnTime_CountOneAnd160()
    {
        Frames(3);

        Assert.Equal([100, 101, 102], _sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([5000u, 5160u, 5320u], _sent.Select(header => header.Timestamp));
        Assert.Equal([true, false, false], _sent.Select(header => header.Marker));
        Assert.All(_sent, header => Assert.Equal(0xABCDu, header.Ssrc));
    }

    [Fact]
    [Rfc(3551, "4.1")]
    public void Frame_ThatStartsAPrompt_HasTheMarker()
    {
        Frames(2);
        _sent.Add(_stream.Frame(_now, startsTalkspurt: true));

        Assert.Equal([true, false, true], _sent.Select(header => header.Marker));
        Assert.Equal(5320u, _sent[2].Timestamp);
    }

    [Fact]
    public void Frames_AfterSkippedOnes_AdvanceByTheTime()
    {
        Frames(1);
        _now += 4 * Frame;
        Frames(2);

        Assert.Equal([100, 101, 102], _sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([5000u, 5000u + (5 * 160), 5000u + (6 * 160)], _sent.Select(header => header.Timestamp));
        Assert.True(_sent[1].Marker);
    }

    [Fact]
    public void Relay_KeepsGapsAndTiming()
    {
        var source = new SourceStream();
        Relay(source, "..x.xx..");

        Assert.Equal([100, 101, 103, 106, 107], _sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([0u, 160u, 480u, 960u, 1120u], _sent.Select(header => header.Timestamp - 5000));
        Assert.Equal([true, false, false, false, false], _sent.Select(header => header.Marker));
    }

    [Fact]
    public void Relay_SourcesMarker_IsKept()
    {
        var source = new SourceStream();
        Relay(source, "..");
        Assert.True(TryRelay(source.Audio(marker: true)));

        Assert.True(_sent[^1].Marker);
    }

    [Fact]
    public void Switches_BetweenPromptAndRelay_MakeOneStream()
    {
        var source = new SourceStream();
        Frames(5);
        Relay(source, ".....");
        Frames(5);
        Relay(source, "...");
        Frames(1);

        AssertContinuous();
        Assert.Equal([0, 5, 10, 15, 18], Enumerable.Range(0, 19).Where(i => _sent[i].Marker));
        Assert.Equal(5000u + (18 * 160), _sent[^1].Timestamp);
    }

    [Fact]
    public void Switch_AfterAPause_AdvancesByTheTimeThatPassed()
    {
        Frames(1);
        _now += TimeSpan.FromSeconds(3) - Frame;
        Relay(new SourceStream(), ".");

        Assert.Equal(5000u + 24_000, _sent[1].Timestamp);
    }

    [Fact]
    public void Switch_AtOnce_StillAdvancesAFrame()
    {
        Frames(1);
        _now -= Frame; // the relayed packet comes right after the frame
        Relay(new SourceStream(), ".");

        Assert.Equal(5160u, _sent[1].Timestamp);
    }

    [Fact]
    public void Relay_SourceChangesItsSsrc_GoesOnInTheSameStream()
    {
        Relay(new SourceStream(), "....");
        Relay(new SourceStream(ssrc: 0x2222, sequence: 60_000, timestamp: 3), "....");

        AssertContinuous();
        Assert.True(_sent[4].Marker);
    }

    [Fact]
    [Rfc(3550, "A.1")]
    public void Relay_SourceRestartsItsSequence_GoesOnAfterASecondPacket()
    {
        var source = new SourceStream();
        Relay(source, "....");
        source.Sequence += 20_000;
        Relay(source, "...");

        Assert.Equal(6, _sent.Count); // the first after the jump proves nothing yet
        AssertContinuous();
    }

    [Fact]
    [Rfc(3550, "A.1")]
    public void Relay_OnePacketOutOfNowhere_IsDropped()
    {
        var source = new SourceStream();
        Relay(source, "....");
        Assert.False(TryRelay(new SourceStream(sequence: 40_000).Audio()));
        Relay(source, "....");

        AssertContinuous();
        Assert.Equal(8, _sent.Count);
    }

    [Theory]
    [InlineData(-500_000)]
    [InlineData(5_000_000)]
    public void Relay_SourceRestartsItsTimestamp_TimestampsStillFollowTheTime(int jump)
    {
        var source = new SourceStream();
        Relay(source, "....");
        source.Timestamp = unchecked(source.Timestamp + (uint)jump);
        Relay(source, "..");

        AssertContinuous();
        Assert.Equal([5000u + (4 * 160), 5000u + (5 * 160)], _sent.TakeLast(2).Select(header => header.Timestamp));
        Assert.True(_sent[4].Marker);
    }

    [Fact]
    public void Relay_Reordered_KeepsTheSourcesNumbers()
    {
        var source = new SourceStream();
        byte[][] packets = [source.Audio(), source.Audio(), source.Audio(), source.Audio()];
        foreach (var index in new[] { 0, 2, 1, 3 })
        {
            Assert.True(TryRelay(packets[index]));
        }

        Assert.Equal([100, 102, 101, 103], _sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal([0u, 320u, 160u, 480u], _sent.Select(header => header.Timestamp - 5000));
    }

    [Fact]
    public void Relay_Duplicates_AreDropped()
    {
        var source = new SourceStream();
        byte[][] packets = [source.Audio(), source.Audio(), source.Audio()];
        foreach (var (index, passes) in new[] { (0, true), (0, false), (2, true), (1, true), (1, false), (0, false), (2, false) })
        {
            Assert.Equal(passes, TryRelay(packets[index]));
        }
    }

    [Fact]
    public void Relay_LatePacketFromBeforeTheSwitch_IsDropped()
    {
        var source = new SourceStream();
        var late = source.Audio();
        Frames(3);
        Relay(source, "..");

        Assert.False(TryRelay(late)); // its number belongs to a frame of our own
    }

    [Fact]
    public void Skip_DigitPackets_LeavesNoGap()
    {
        var source = new SourceStream();
        Relay(source, "...");
        foreach (var packet in source.Press('5'))
        {
            Skip(packet);
            _now += Frame;
        }

        _now += TimeSpan.FromMilliseconds(60);
        Relay(source, "...");

        AssertContinuous();
        Assert.True(_sent[3].Marker);
        Assert.Equal(1600u + 160, _sent[3].Timestamp - _sent[2].Timestamp);
    }

    [Fact]
    public void Skip_LossAroundTheDigit_StaysVisible()
    {
        var source = new SourceStream();
        Relay(source, "..x");
        Skip(source.Other(101, new byte[4]));
        Relay(source, "x..");

        Assert.Equal([100, 101, 104, 105], _sent.Select(header => (int)header.SequenceNumber));
    }

    [Fact]
    public void Skip_LateAudioFromBeforeTheDigit_IsDropped()
    {
        var source = new SourceStream();
        Relay(source, "..");
        var late = source.Audio();
        Skip(source.Other(101, new byte[4]));

        Assert.False(TryRelay(late));
        Relay(source, "..");
        Assert.Equal([100, 101, 103, 104], _sent.Select(header => (int)header.SequenceNumber));
    }

    [Fact]
    [Rfc(4733, "2.5.1.2")]
    public void Event_HoldsTheTimestamp_UntilThePressIsOver()
    {
        Frames(2);
        for (var i = 0; i < 7; i++)
        {
            _sent.Add(_stream.Event(_now, first: i == 0));
            _now += Frame;
        }

        Frames(2);

        Assert.Equal(Enumerable.Range(100, 11), _sent.Select(header => (int)header.SequenceNumber));
        Assert.All(_sent[2..9], header => Assert.Equal(5320u, header.Timestamp));
        Assert.Equal([2, 9], Enumerable.Range(1, 10).Where(i => _sent[i].Marker));
        Assert.Equal(5320u + (7 * 160), _sent[9].Timestamp);
    }

    [Fact]
    public void Pause_ThenTheSameSource_LeavesNoGap()
    {
        var source = new SourceStream();
        Relay(source, "..");
        _stream.Pause();
        for (var i = 0; i < 50; i++)
        {
            source.Audio();
        }

        _now += 50 * Frame;
        Relay(source, "..");

        AssertContinuous();
        Assert.True(_sent[2].Marker);
        Assert.Equal(51u * 160, _sent[2].Timestamp - _sent[1].Timestamp);
    }

    [Fact]
    public void Snapshot_OfARelay_ContinuesTheMapping()
    {
        var source = new SourceStream();
        Frames(3);
        Relay(source, "..x..");

        // A second later another process, whose clock starts at zero, takes over between two packets.
        var state = _stream.Snapshot(_now);
        _stream = new RtpRewriter(state, TimeSpan.Zero);
        _now = TimeSpan.Zero;
        Relay(source, "..");

        Assert.Equal([100, 101, 102, 103, 104, 106, 107, 108, 109], _sent.Select(header => (int)header.SequenceNumber));
        Assert.Equal(Enumerable.Range(0, 10).Where(i => i != 5).Select(i => 5000u + (uint)(i * 160)), _sent.Select(header => header.Timestamp));
        Assert.Equal([0, 3], Enumerable.Range(0, 9).Where(i => _sent[i].Marker));
    }

    [Fact]
    public void Snapshot_WithSomeTimeInBetween_AdvancesFramesByIt()
    {
        Frames(3);
        var state = _stream.Snapshot(_now);
        _stream = new RtpRewriter(state, takenAt: TimeSpan.FromSeconds(-2));
        _now = TimeSpan.Zero;
        Frames(1);

        Assert.Equal(103, _sent[3].SequenceNumber);
        Assert.Equal(160u + 16_000, _sent[3].Timestamp - _sent[2].Timestamp);
    }

    [Fact]
    public void Snapshot_BeforeTheFirstPacket_StartsAtTheSameNumbers()
    {
        _stream = new RtpRewriter(_stream.Snapshot(_now), TimeSpan.Zero);
        Frames(1);

        Assert.Equal((100, 5000u), (_sent[0].SequenceNumber, _sent[0].Timestamp));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomStream_AnyLossReorderingAndSwitching_NeverUsesANumberTwice(ulong seed)
    {
        var random = new SeededRandom(seed);
        var source = new SourceStream(sequence: 65_000, timestamp: uint.MaxValue - 10_000);
        var used = new HashSet<long>();
        var highest = 99L;
        uint? newest = null;
        for (var round = 0; round < 3000; round++)
        {
            var before = _sent.Count;
            switch (random.Next(12))
            {
                case 0:
                    Frames(1 + random.Next(5));
                    break;
                case 1:
                    _stream.Pause();
                    break;
                case 2:
                    foreach (var packet in source.Press('1'))
                    {
                        Skip(packet);
                    }

                    break;
                default:
                    var burst = Enumerable.Range(0, 8).Select(i => (Packet: source.Audio(), Order: i + (random.Next(40) / 10.0), Copies: random.Next(10) switch { 0 => 0, 1 => 2, _ => 1 }));
                    foreach (var (packet, _, copies) in burst.OrderBy(entry => entry.Order).ToList())
                    {
                        for (var copy = 0; copy < copies; copy++)
                        {
                            TryRelay(packet);
                        }

                        _now += Frame;
                    }

                    break;
            }

            foreach (var header in _sent.Skip(before))
            {
                var number = highest + unchecked((short)(header.SequenceNumber - (ushort)highest));
                Assert.True(used.Add(number), $"seed {seed}, round {round}: number {number} twice");
                if (number > highest)
                {
                    Assert.True(newest is null || unchecked((int)(header.Timestamp - newest.Value)) > 0, $"seed {seed}, round {round}: timestamp goes back");
                    Assert.InRange(number - highest, 1, 30);
                    (highest, newest) = (number, header.Timestamp);
                }
            }
        }

        Assert.InRange(_sent.Count, 10_000, 30_000);
    }

    private void Frames(int count)
    {
        for (var i = 0; i < count; i++)
        {
            _sent.Add(_stream.Frame(_now, startsTalkspurt: false));
            _now += Frame;
        }
    }

    // One character for each packet of 20 ms: a dot arrives, an x is lost.
    private void Relay(SourceStream source, string arrivals)
    {
        foreach (var arrival in arrivals)
        {
            var packet = source.Audio();
            if (arrival == '.')
            {
                TryRelay(packet);
            }

            _now += Frame;
        }
    }

    private bool TryRelay(byte[] datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        if (!_stream.TryRelay(packet, _now, out var header))
        {
            return false;
        }

        _sent.Add(header);
        return true;
    }

    private void Skip(byte[] datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        _stream.Skip(packet);
    }

    private void AssertContinuous()
    {
        for (var i = 1; i < _sent.Count; i++)
        {
            Assert.Equal((ushort)(_sent[i - 1].SequenceNumber + 1), _sent[i].SequenceNumber);
            Assert.True(unchecked((int)(_sent[i].Timestamp - _sent[i - 1].Timestamp)) > 0, $"header {i}");
            Assert.Equal(_sent[0].Ssrc, _sent[i].Ssrc);
        }
    }
}
