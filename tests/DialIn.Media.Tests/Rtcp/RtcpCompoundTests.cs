using DialIn.Media.Rtcp;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Rtcp;

public class RtcpCompoundTests
{
    [Fact]
    public void SenderReport_IsTakenApart()
    {
        var digest = Digest(Hex.SenderReport + Hex.SourceDescription);

        Assert.Equal(0x11223344u, digest.Sender);
        Assert.Equal(new SenderInfo(0x0000_0064_8000_0000, 0x0000_1F40, 50, 8000), digest.SenderInfo);
        Assert.Equal(new ReportBlock(0xBEEF, 64, -2, 0x0001_0005, 40, 0x0063_8000, 0x0001_8000), digest.OfOurs);
    }

    [Fact]
    public void ReportBlocks_OfOtherStreams_AreSkipped()
    {
        // RR with two blocks; ours is the second.
        var other = "0000CAFE 00000000 00000000 00000000 00000000 00000000";
        var digest = Digest($"82C9000D 11223344 {other} {Hex.OurBlock}");

        Assert.Equal(0xBEEFu, digest.OfOurs?.Ssrc);
        Assert.Null(digest.SenderInfo);
    }

    [Fact]
    public void Goodbye_ThatOverrunsTheDatagram_IsRefused() =>
        Assert.False(TryParse(Hex.EmptyReport + "81CB0003 11223344 03627965", isReducedSize: false, out _));

    [Fact]
    public void ExtendedReport_VoipMetricsOfOurStream_AreRead()
    {
        // RFC 3611 §4.7; a block of another type (statistics summary, 6) comes first and is skipped.
        var digest = Digest(
            Hex.EmptyReport
            + "80CF000D 11223344"
            + "06000002 00000000 00000000"
            + "07000008 0000BEEF 0D02A008 00F01388 00140028 EC D0 7F 10 5A 7F 2B 2A 70 00 003C 0050 00C8");

        Assert.Equal(
            new VoipMetrics(0xBEEF, 13, 2, 160, 8, 240, 5000, 20, 40, 90, 43, 42, 0x70), digest.VoipOfOurs);
        Assert.True(digest.VoipOfOurs?.IsWithoutConcealment);
    }

    [Theory]
    [InlineData("80CF0004 11223344 07000008 0000BEEF 00000000")] // the block overruns the packet
    [InlineData("80CF0003 11223344 07000001 0000BEEF")] // shorter than a block of its type
    [InlineData("80CF000A 11223344 07000008 0000CAFE 00000000 00000000 00000000 00000000 00000000 00000000 00000000")] // of another stream
    public void ExtendedReport_OfNoUse_IsSkipped(string report) => Assert.Null(Digest(Hex.EmptyReport + report).VoipOfOurs);

    [Theory]
    [InlineData("")]
    [InlineData("80C900")]
    [InlineData("40C90001 11223344")] // version 1
    [InlineData("80CA0001 11223344")] // SDES first
    [InlineData("80C90002 11223344")] // longer than the datagram
    [InlineData("80C90000 11223344")] // a rest that is no packet
    [InlineData("A0C90002 11223344 00000004")] // padding on the first packet
    [InlineData("80C90001 11223344 A0CB0001 00000004 81CB0001 11223344")] // padding before the last packet
    [InlineData("80C90001 11223344 A0CB0001 00000000")] // padding of no length
    [InlineData("80C90001 11223344 A0CB0001 00000008")] // padding longer than the packet
    [InlineData("80C90001 11223344 A0CB0001 00000003")] // padding of no whole word
    public void Invalid_IsRefused(string datagram) => Assert.False(TryParse(datagram, isReducedSize: false, out _));

    [Fact]
    public void Padding_OnTheLastPacket_IsCutOff()
    {
        var digest = Digest(Hex.EmptyReport + "A1CB0002 11223344 00000004");

        Assert.Equal(0x11223344u, digest.Sender);
    }

    [Fact]
    public void ReducedSize_MayBeginWithAnyPacket()
    {
        var goodbye = "81CB0001 11223344";
        Assert.True(TryParse(goodbye, isReducedSize: true, out var digest));
        Assert.Equal(0x11223344u, digest.Sender);
        Assert.False(TryParse(goodbye, isReducedSize: false, out _));
    }

    [Fact]
    public void Length_HasALimit()
    {
        Assert.True(TryParse(Enumerable.Repeat(Hex.EmptyReport, 32), out _));
        Assert.False(TryParse(Enumerable.Repeat(Hex.EmptyReport, 33), out _));
        Assert.False(TryParse([Hex.EmptyReport, "80CC0177" + new string('0', 8 * 0x177)], out _)); // 1512 bytes
    }

    [Fact]
    public void EveryPrefix_AndEveryMutation_NeverThrows()
    {
        var whole = Hex.Bytes(Hex.SenderReport + Hex.SourceDescription + "80CF0003 11223344 07000008 0000BEEF" + "81CB0001 11223344");
        for (var length = 0; length < whole.Length; length++)
        {
            if (RtcpCompound.TryParse(whole.AsSpan(0, length), isReducedSize: true, out var compound))
            {
                RtcpDigest.Read(compound, 0xBEEF);
            }
        }

        var random = new SeededRandom(11);
        for (var i = 0; i < 100_000; i++)
        {
            var mutated = whole.ToArray();
            for (var changes = random.Next(4); changes >= 0; changes--)
            {
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            }

            if (RtcpCompound.TryParse(mutated, random.Next(2) == 0, out var compound))
            {
                RtcpDigest.Read(compound, 0xBEEF);
            }
        }
    }

    [Theory]
    [InlineData(191, false)]
    [InlineData(192, true)]
    [InlineData(200, true)]
    [InlineData(207, true)]
    [InlineData(223, true)]
    [InlineData(224, false)]
    [InlineData(8, false)]
    [InlineData(0x80 | 101, false)] // a telephone-event with its marker
    public void SharedPort_TheSecondByteDecides(byte second, bool isRtcp) =>
        Assert.Equal(isRtcp, RtcpCompound.IsRtcp([0x80, second, 0, 1]));

    private static RtcpDigest Digest(string hex)
    {
        Assert.True(TryParse(hex, isReducedSize: false, out var digest));
        return digest;
    }

    private static bool TryParse(IEnumerable<string> hex, out RtcpDigest digest) => TryParse(string.Concat(hex), isReducedSize: false, out digest);

    private static bool TryParse(string hex, bool isReducedSize, out RtcpDigest digest)
    {
        var valid = RtcpCompound.TryParse(Hex.Bytes(hex), isReducedSize, out var compound);
        digest = valid ? RtcpDigest.Read(compound, 0xBEEF) : default;
        return valid;
    }
}
