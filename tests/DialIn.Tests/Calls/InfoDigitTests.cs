using System.Text;
using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Sip.Messages;

namespace DialIn.Tests.Calls;

public class InfoDigitTests
{
    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5')]
    [InlineData("application/dtmf-relay", "Signal= *\nDuration=100", '*')]
    [InlineData("Application/DTMF-Relay; charset=x", "Duration=100\r\nsignal=#\r\n", '#')]
    [InlineData("application/dtmf", "7", '7')]
    [InlineData("application/dtmf", " 0\r\n", '0')]
    public void Key_IsRead_FromBothCommonBodies(string type, string body, char expected)
    {
        Assert.True(InfoDigit.TryRead(Info(type, body), out var key));
        Assert.Equal(expected, key.Reveal());
    }

    [Theory]
    [InlineData("application/dtmf-relay", "Duration=160")]
    [InlineData("application/dtmf-relay", "Signal=55")]
    [InlineData("application/dtmf-relay", "Signal=")]
    [InlineData("application/dtmf-relay", "Signal=x")]
    [InlineData("application/dtmf", "")]
    [InlineData("application/dtmf", "12")]
    [InlineData("text/plain", "5")]
    [InlineData(null, "5")]
    public void OtherBodies_AreNoKey(string? type, string body) => Assert.False(InfoDigit.TryRead(Info(type, body), out _));

    [Theory]
    [InlineData("Signal=5\r\nDuration=4900\r\n", 4900)]
    [InlineData("Signal=5\nduration= 160", 160)]
    [InlineData("Signal=5", 0)]
    [InlineData("Signal=5\r\nDuration=", 0)]
    [InlineData("Signal=5\r\nDuration=-1", 0)]
    [InlineData("Signal=5\r\nDuration=99999999999", 0)]
    [InlineData("Signal=5\r\nDuration=60001", 0)]
    [InlineData("5", 0)]
    public void Duration_IsRead_WhereItMakesSense(string body, int milliseconds) =>
        Assert.Equal(milliseconds, InfoDigit.DurationOf(Info(InfoDigit.ContentType, body)).TotalMilliseconds);

    [Fact]
    public void WrittenKey_IsReadBack()
    {
        Assert.True(TelephoneKey.TryFrom('*', out var star));

        Assert.True(InfoDigit.TryRead(Info(InfoDigit.ContentType, Encoding.ASCII.GetString(InfoDigit.Write(star))), out var read));
        Assert.Equal(star, read);
    }

    private static SipRequest Info(string? type, string body)
    {
        var headers = type is null ? SipHeaders.Empty : SipHeaders.Empty.WithAdded(HeaderNames.ContentType, type);
        return new SipRequest(SipMethod.Info, SipUri.Parse("sip:bridge@127.0.0.1"), headers, Encoding.ASCII.GetBytes(body));
    }
}
