using DialIn.Media.Dtmf;
using DialIn.Media.Tests.Audio;
using DialIn.Testing;

namespace DialIn.Media.Tests.Dtmf;

[Rfc(4733, "2.5.2")]
public class TelephoneEventReceiverTests
{
    [Theory]
    [InlineData("0123456789*#ABCD")]
    [InlineData("1122333")]
    [InlineData("5")]
    public void Presses_AllPackets_GiveEachDigitOnce(string digits) =>
        Assert.Equal(digits, Press.Receive(Presses(digits).SelectMany(press => press)));

    [Fact]
    public void Press_IsReportedAtItsFirstPacket()
    {
        var receiver = default(TelephoneEventReceiver);
        var packets = Press.Of('7', 8000);

        Assert.Equal('7', receiver.Receive(packets[0].Timestamp, packets[0].Payload));
        Assert.All(packets.Skip(1), packet => Assert.Null(receiver.Receive(packet.Timestamp, packet.Payload)));
    }

    [Fact]
    public void Press_AnyOnePacketAlone_IsEnough() =>
        Assert.All(Press.Of('3', 8000), packet => Assert.Equal("3", Press.Receive([packet])));

    [Fact]
    public void Press_StartLost_CountsOnce() => Assert.Equal("3", Press.Receive(Press.Of('3', 8000).Skip(3)));

    [Fact]
    [Rfc(4733, "2.5.1.4")]
    public void Press_EndPacketsLost_NextPressCounts() =>
        Assert.Equal("33", Press.Receive([.. Press.Of('3', 8000).Take(4), .. Press.Of('3', 8000 + 1600)]));

    [Fact]
    public void Press_EveryPacketDoubled_CountsOnce() =>
        Assert.Equal("3", Press.Receive(Press.Of('3', 8000).SelectMany(packet => new[] { packet, packet })));

    [Fact]
    public void Press_EndBeforeItsUpdates_CountsOnce() =>
        Assert.Equal("3", Press.Receive(Press.Of('3', 8000).AsEnumerable().Reverse()));

    [Fact]
    public void Press_LateEndOfTheOneBefore_CountsNothing() =>
        Assert.Equal("34", Press.Receive([.. Press.Of('3', 8000).Take(4), Press.Of('4', 9600)[0], .. Press.Of('3', 8000).Skip(4), .. Press.Of('4', 9600)]));

    [Fact]
    public void SameDigit_NewTimestampAfterAGap_CountsTwice() =>
        Assert.Equal("55", Press.Receive([.. Press.Of('5', 8000, updates: 2), .. Press.Of('5', 8000 + 320 + 320, updates: 2)]));

    [Fact]
    public void SameDigit_TimestampMovesWithinThePress_CountsOnce()
    {
        // Such senders put the time of the packet, not that of the press, into every packet.
        var packets = Enumerable.Range(0, 8).Select(i => Press.Packet('5', (uint)(8000 + (i * 160)), (i + 1) * 160, end: i > 4));

        Assert.Equal("5", Press.Receive(packets));
    }

    [Fact]
    public void SameDigit_ClockOfTimestampsTooSlow_CountsEachPress()
    {
        // As sipp sends them: 200 ms of a key and 200 ms of nothing move the timestamp by 400, the duration up to 1600.
        var presses = Enumerable.Range(0, 3).SelectMany(press => Press.Of('5', (uint)(24_400 + (press * 400)), updates: 10));

        Assert.Equal("555", Press.Receive(presses));
    }

    [Fact]
    public void SameDigit_EndRepeatedUnderAMovingTimestamp_CountsOnce() =>
        Assert.Equal("5", Press.Receive([
            Press.Packet('5', 8000, 160), Press.Packet('5', 8160, 320, end: true), Press.Packet('5', 8320, 320, end: true), Press.Packet('5', 8480, 320)]));

    [Theory]
    [InlineData(319, "5")]
    [InlineData(320, "55")]
    public void SameDigit_GapOf40Ms_IsTheLimit(int gap, string expected) =>
        Assert.Equal(expected, Press.Receive([Press.Packet('5', 8000, 800, end: true), Press.Packet('5', (uint)(8800 + gap), 160)]));

    [Fact]
    public void OtherDigit_WithoutAnyGap_Counts() =>
        Assert.Equal("56", Press.Receive([Press.Packet('5', 8000, 800, end: true), Press.Packet('6', 8800, 160)]));

    [Fact]
    public void OtherDigit_UnderTheSameTimestamp_CountsOnce() =>
        Assert.Equal("56", Press.Receive([
            Press.Packet('5', 8000, 160), Press.Packet('6', 8000, 160), Press.Packet('5', 8000, 320), Press.Packet('6', 8000, 320)]));

    [Fact]
    [Rfc(4733, "2.5.2.3")]
    public void LongPress_InSegments_CountsOnce()
    {
        List<EventPacket> packets = [];
        for (var segment = 0u; segment < 4; segment++)
        {
            var start = 8000 + (segment * 0xFFFF);
            packets.AddRange(Enumerable.Range(1, 409).Select(i => Press.Packet('9', start, i * 160)));
            packets.Add(Press.Packet('9', start, 0xFFFF, end: segment == 3));
        }

        Assert.Equal("9", Press.Receive(packets));

        // The same with whole stretches lost at the segments' borders, and with a segment lost whole.
        Assert.Equal("9", Press.Receive(packets.Where((_, index) => index % 410 is > 50 and < 300)));
        Assert.Equal("9", Press.Receive(packets.Where((_, index) => index / 410 != 2)));
    }

    [Fact]
    [Rfc(4733, "2.5.2.3")]
    public void LongPress_LatePacketOfTheSegmentBefore_CountsNothing() =>
        Assert.Equal("9", Press.Receive([
            Press.Packet('9', 8000, 0xFF00), Press.Packet('9', 8000 + 0xFFFF, 160), Press.Packet('9', 8000, 0xFFFF), Press.Packet('9', 8000 + 0xFFFF, 320)]));

    [Fact]
    public void Timestamps_WrapBetweenPresses_Count() =>
        Assert.Equal("11", Press.Receive([.. Press.Of('1', uint.MaxValue - 400), .. Press.Of('1', 3000)]));

    [Fact]
    public void Timestamps_StartAnewFarBack_Count() =>
        Assert.Equal("12", Press.Receive([.. Press.Of('1', 900_000), .. Press.Of('2', 1000)]));

    [Theory]
    [InlineData(true, "55")]
    [InlineData(false, "5")]
    public void SameDigit_WhoseTimestampHardlyMoved_IsToldByTheEnd(bool isEnded, string expected) =>
        Assert.Equal(expected, Press.Receive([Press.Packet('5', 8000, 1600, end: isEnded), Press.Packet('5', 8400, 160)]));

    [Fact]
    public void Payload_SixteenBytes_ReadsTheFirstEventAlone()
    {
        var receiver = default(TelephoneEventReceiver);
        byte[] padded = [.. Press.Packet('8', 8000, 160).Payload, .. new byte[12]];

        Assert.Equal('8', receiver.Receive(8000, padded));
        Assert.Null(receiver.Receive(8000, padded));
    }

    [Fact]
    public void Events_ThatAreNoKeys_DisturbNothing()
    {
        byte[] flash = [16, 0, 0, 160];
        var press = Press.Of('2', 8000);

        Assert.Equal("2", Press.Receive([press[0], new EventPacket(8100, true, flash), .. press.Skip(1)]));
    }

    [Fact]
    public void Payload_TooShort_IsIgnored() => Assert.Equal("", Press.Receive([new EventPacket(1, true, [1, 2, 3]), new EventPacket(1, true, [])]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RandomStream_LossDuplicationAndReordering_GivesEveryDigitOnce(ulong seed)
    {
        var random = new SeededRandom(seed);
        for (var round = 0; round < 200; round++)
        {
            var digits = string.Concat(Enumerable.Range(0, 12).Select(_ => "0123456789*#"[random.Next(12)]));
            var sent = new List<(EventPacket Packet, double Order)>();
            var order = 0.0;
            foreach (var press in Presses(digits))
            {
                // One packet of each press arrives; of the others, 40 % do not, and 20 % arrive twice.
                var survivor = random.Next(press.Count);
                for (var i = 0; i < press.Count; i++)
                {
                    order++;
                    var copies = i == survivor ? 1 : random.Next(10) switch { < 4 => 0, < 8 => 1, _ => 2 };
                    for (var copy = 0; copy < copies; copy++)
                    {
                        sent.Add((press[i], order + (random.Next(300) / 100.0)));
                    }
                }

                order += 5; // the gap of 100 ms
            }

            Assert.Equal(digits, Press.Receive(sent.OrderBy(entry => entry.Order).Select(entry => entry.Packet)));
        }
    }

    [Fact]
    public void RandomPayloads_NeverThrow_AndGiveOnlyKeys()
    {
        var random = new SeededRandom(9);
        var receiver = default(TelephoneEventReceiver);
        for (var round = 0; round < 50_000; round++)
        {
            var payload = new byte[random.Next(8)];
            for (var i = 0; i < payload.Length; i++)
            {
                payload[i] = random.NextByte();
            }

            var digit = receiver.Receive((uint)random.Next(int.MaxValue), payload);
            Assert.True(digit is null || "0123456789*#ABCD".Contains(digit.Value, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<List<EventPacket>> Presses(string digits) =>
        digits.Select((digit, index) => Press.Of(digit, (uint)(8000 + (index * 1600))));
}
