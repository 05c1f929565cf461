using System.Text;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Tests.Messages;

/// <summary>
/// The largest datagram, filled with what a careless parser chokes on. Work is measured by what it allocates, which unlike
/// time is the same on every machine: at most a fixed multiple of the input, whatever the input says.
/// </summary>
public class BombTests
{
    private const int LargestAllocationPerByte = 100;

    public static TheoryData<string, string> Bombs => new()
    {
        { "Contact", "," },
        { "Contact", "sip:a," },
        { "Contact", "<sip:a>," },
        { "Contact", "\"" },
        { "Contact", "\\\"" },
        { "Contact", "<" },
        { "Contact", ";" },
        { "Contact", "sip:a;" },
        { "Contact", "sip:a;b=c" },
        { "Contact", "<sip:a?b=c&" },
        { "Via", "SIP/2.0/UDP a," },
        { "Via", "SIP/2.0/UDP a;b;" },
        { "Via", "/" },
        { "Route", "<sip:%00@a>," },
        { "To", "%41" },
        { "From", "\"\\a" },
        { "Call-ID", "a" },
        { "CSeq", "1" },
        { "CSeq", "1 " },
        { "Max-Forwards", "0" },
        { "Expires", "9" },
        { "Subject", "\r\n " },
        { "Subject", "\r\n\t x" },
        { "Content-Length", "9" },
        { "Content-Length", "0" },
    };

    [Theory]
    [MemberData(nameof(Bombs))]
    public void Header_FilledToTheLimit_CostsNoMoreThanItsLength(string name, string filling)
    {
        var head = Wire.Options.ReplaceLineEndings("\r\n").Split("\r\n").Where(line => !line.StartsWith(name + ":", StringComparison.Ordinal));
        var start = string.Join("\r\n", head).TrimEnd() + $"\r\n{name}: ";
        var count = (SipLimits.Default.MaxDatagramBytes - start.Length - 4) / filling.Length;

        AssertBounded(Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(filling, count)) + "\r\n\r\n"));
    }

    [Theory]
    [InlineData("v:a\r\n")]
    [InlineData("x\r\n")]
    [InlineData(":\r\n")]
    [InlineData("l:0\r\n")]
    [InlineData("\r")]
    [InlineData("\0")]
    public void Lines_FilledToTheLimit_CostNoMoreThanTheirLength(string line)
    {
        var start = "OPTIONS sip:a@b SIP/2.0\r\n";
        var count = (SipLimits.Default.MaxDatagramBytes - start.Length - 4) / line.Length;

        AssertBounded(Encoding.ASCII.GetBytes(start + string.Concat(Enumerable.Repeat(line, count)) + "\r\n\r\n"));
    }

    [Theory]
    [InlineData("a")]
    [InlineData(";a")]
    [InlineData("%00")]
    [InlineData(":")]
    [InlineData("@")]
    [InlineData("[")]
    [InlineData("?a=b&")]
    public void RequestUri_FilledToTheLimit_CostsNoMoreThanItsLength(string filling)
    {
        var rest = Wire.Options.ReplaceLineEndings("\r\n")["OPTIONS sip:bob@example.com".Length..];
        var count = (SipLimits.Default.MaxDatagramBytes - rest.Length - 20) / filling.Length;

        AssertBounded(Encoding.ASCII.GetBytes("OPTIONS sip:a" + string.Concat(Enumerable.Repeat(filling, count)) + rest));
    }

    [Fact]
    public void Parameters_BeyondAHundredAndTwentyEight_AreRefused()
    {
        Assert.True(SipParameters.TryParse(string.Concat(Enumerable.Repeat(";a", 128)), out _));
        Assert.False(SipParameters.TryParse(string.Concat(Enumerable.Repeat(";a", 129)), out _));
    }

    private static void AssertBounded(byte[] bytes)
    {
        Use(bytes[..(bytes.Length / 100)]);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Use(bytes);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, LargestAllocationPerByte * bytes.Length);
    }

    private static void Use(byte[] bytes)
    {
        SipParser.TryParse(bytes, SipLimits.Default, out var message, out _);
        if (message is SipRequest request)
        {
            SipRequestValidator.TryValidate(request, out _, out _);
            SipWriter.ToBytes(SipResponse.For(request, 400, toTag: "x"));
        }
    }
}
