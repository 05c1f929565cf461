using System.Text;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class SipWriterTests
{
    [Theory]
    [InlineData(Wire.Options)]
    [InlineData(Wire.Ok)]
    public void Message_InOurOwnForm_IsWrittenAsItCame(string text) => Assert.Equal(Wire.Bytes(text), SipWriter.ToBytes(Wire.Parse(text)));

    [Fact]
    [Rfc(3261, "18.3")]
    public void ContentLength_IsAlwaysTrue()
    {
        var request = new SipRequest(
            SipMethod.Message, SipUri.Parse("sip:a@b"), SipHeaders.Empty.WithAdded("l", "99").WithAdded("Subject", "ü"), "grün"u8.ToArray());

        Assert.Equal("MESSAGE sip:a@b SIP/2.0\r\nSubject: ü\r\nContent-Length: 5\r\n\r\ngrün", Encoding.UTF8.GetString(SipWriter.ToBytes(request)));
    }

    [Fact]
    public void ReasonPhrase_WithLineEnds_StaysOnItsLine()
    {
        var response = new SipResponse(486, "Busy\r\nVia: evil", SipHeaders.Empty);

        Assert.StartsWith("SIP/2.0 486 Busy  Via: evil\r\nContent-Length", Encoding.UTF8.GetString(SipWriter.ToBytes(response)), StringComparison.Ordinal);
    }

    [Fact]
    public void ReasonPhrase_Empty_KeepsItsSpace() =>
        Assert.StartsWith("SIP/2.0 100 \r\n", Encoding.UTF8.GetString(SipWriter.ToBytes(new SipResponse(100, "", SipHeaders.Empty))), StringComparison.Ordinal);
}
