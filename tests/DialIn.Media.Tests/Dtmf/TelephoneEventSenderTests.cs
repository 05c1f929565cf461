using DialIn.Media.Dtmf;
using DialIn.Testing;

namespace DialIn.Media.Tests.Dtmf;

[Rfc(4733, "2.5.1.2")]
public class TelephoneEventSenderTests
{
    [Fact]
    public void Press_Of100Ms_IsSevenPackets()
    {
        var packets = All('5', TelephoneEventSender.DefaultPress);

        Assert.Equal([160, 320, 480, 640, 800, 800, 800], packets.Select(packet => (int)packet.Payload.Duration));
        Assert.Equal([true, false, false, false, false, false, false], packets.Select(packet => packet.Marker));
        Assert.All(packets, packet => Assert.Equal((5, 10), (packet.Payload.Code, packet.Payload.Volume)));
    }

    [Fact]
    [Rfc(4733, "2.5.1.4")]
    public void Press_End_IsToldThreeTimes() =>
        Assert.Equal([false, false, false, false, true, true, true], All('5', TelephoneEventSender.DefaultPress).Select(packet => packet.Payload.End));

    [Theory]
    [InlineData(0, 320)]
    [InlineData(40, 320)]
    [InlineData(41, 480)]
    [InlineData(8000, 64000)]
    [InlineData(60_000, 64000)]
    public void Press_Duration_IsWholeFramesWithinItsLimits(int milliseconds, int lastDuration) =>
        Assert.Equal(lastDuration, All('1', TimeSpan.FromMilliseconds(milliseconds))[^1].Payload.Duration);

    [Fact]
    public void NextPress_WaitsForPressAndGap()
    {
        Assert.True(TelephoneEventSender.TryCreate('1', TelephoneEventSender.DefaultPress, out var press));

        Assert.Equal(10, press.FramesToNextPress); // 100 ms and 100 ms
    }

    [Fact]
    public void TryCreate_NoKey_IsRefused() => Assert.False(TelephoneEventSender.TryCreate('x', TelephoneEventSender.DefaultPress, out _));

    [Fact]
    public void Default_SendsNothing()
    {
        var nothing = default(TelephoneEventSender);

        Assert.False(nothing.IsSending);
        Assert.False(nothing.TryNext(out _, out _));
    }

    [Theory]
    [InlineData("0123456789")]
    [InlineData("*#ABCD")]
    public void Packets_AReceiverReads_AsTheDigit(string digits)
    {
        var packets = digits.SelectMany((digit, index) => All(digit, TelephoneEventSender.ShortestPress).Select(packet =>
        {
            var payload = new byte[TelephoneEvent.Length];
            packet.Payload.Write(payload);
            return new EventPacket((uint)(index * 1120), packet.Marker, payload);
        }));

        Assert.Equal(digits, Press.Receive(packets));
    }

    private static List<(TelephoneEvent Payload, bool Marker)> All(char digit, TimeSpan press)
    {
        Assert.True(TelephoneEventSender.TryCreate(digit, press, out var sender));
        var packets = new List<(TelephoneEvent, bool)>();
        while (sender.TryNext(out var payload, out var marker))
        {
            packets.Add((payload, marker));
        }

        Assert.False(sender.IsSending);
        return packets;
    }
}
