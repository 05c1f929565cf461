using System.Text;
using DialIn.Media.Rtcp;

namespace DialIn.Media.Tests.Rtcp;

public class RtcpWriterTests
{
    private static readonly SenderInfo Sent = new(0x0000_0064_8000_0000, 0x1F40, 50, 8000);
    private static readonly ReportBlock Received = new(0xBEEF, 64, -2, 0x0001_0005, 40, 0x0063_8000, 0x0001_8000);

    [Fact]
    public void SenderReport_IsAsTheRfcDrawsIt()
    {
        Span<byte> buffer = stackalloc byte[RtcpWriter.MaxLength];
        var writer = new RtcpWriter(buffer, 0x11223344);
        writer.SenderReport(Sent, Received);

        Assert.Equal(Hex.Bytes(Hex.SenderReport), buffer[..writer.Length]);
    }

    [Fact]
    public void Compound_HasReportNameAndGoodbye()
    {
        Span<byte> buffer = stackalloc byte[RtcpWriter.MaxLength];
        var name = CanonicalName.Parse("ABCDEFGHIJKLMNOP");
        var writer = new RtcpWriter(buffer, 0x11223344);
        writer.ReceiverReport(null);
        writer.SourceDescription(name);
        writer.Goodbye();

        // Item 1 of 16 bytes after the SSRC, then two zeros: the end of the items, and up to a whole word.
        var text = Convert.ToHexString(Encoding.ASCII.GetBytes("ABCDEFGHIJKLMNOP"));
        Assert.Equal(Hex.Bytes($"{Hex.EmptyReport} 81CA0006 11223344 0110{text}0000 81CB0001 11223344"), buffer[..writer.Length]);
    }

    [Fact]
    public void LongestCompound_IsAsLongAsSaid_AndIsRead()
    {
        Span<byte> buffer = stackalloc byte[RtcpWriter.MaxLength];
        var writer = new RtcpWriter(buffer, 0x11223344);
        writer.SenderReport(Sent, Received);
        writer.SourceDescription(CanonicalName.Create());
        writer.Goodbye();

        Assert.Equal(RtcpWriter.MaxLength, writer.Length);
        Assert.True(RtcpCompound.TryParse(buffer, isReducedSize: false, out var compound));
        var digest = RtcpDigest.Read(compound, Received.Ssrc);
        Assert.Equal((0x11223344u, Sent, Received), (digest.Sender, digest.SenderInfo, digest.OfOurs));
    }

    [Fact]
    public void Destination_TooShort_IsAFaultOfOurs() =>
        Assert.Throws<ArgumentException>(() => new RtcpWriter(new byte[RtcpWriter.MaxLength - 1], 1).Length);

    [Fact]
    public void CanonicalNames_AreRandom_AndNothingElse()
    {
        var names = Enumerable.Range(0, 1000).Select(_ => CanonicalName.Create().ToString()).ToHashSet();

        Assert.Equal(1000, names.Count);
        Assert.All(names, name => Assert.Equal(12, Convert.FromBase64String(name).Length)); // RFC 7022: 96 bits
    }

    [Fact]
    public void CanonicalName_IsTakenUpAgain()
    {
        var name = CanonicalName.Create();

        Assert.Equal(name, CanonicalName.Parse(name.ToString()));
        Assert.NotEqual(name, CanonicalName.Parse(null));
        Assert.Equal(16, CanonicalName.Parse("too short").ToString().Length);
    }
}
