using System.Text;
using DialIn.Simulator.Conferences;
using DialIn.Sip.Messages;

namespace DialIn.Simulator.Tests.Conferences;

public class InfoDigitsTests
{
    [Theory]
    [InlineData("application/dtmf-relay", "Signal=5\r\nDuration=160\r\n", '5')]
    [InlineData("application/dtmf-relay", "Signal= *\r\nDuration=160", '*')]
    [InlineData("application/dtmf-relay", "Duration=100\nsignal=#\n", '#')]
    [InlineData("application/dtmf-relay", "Signal=10\r\n", '*')]
    [InlineData("application/dtmf-relay", "Signal=11\r\n", '#')]
    [InlineData("Application/DTMF-Relay; charset=utf-8", "Signal=d\r\n", 'D')]
    [InlineData("application/dtmf", "7", '7')]
    [InlineData("application/dtmf", " 0\r\n", '0')]
    public void Key_IsRead(string type, string body, char key) => Assert.Equal(key, InfoDigits.Read(Info(type, body)));

    [Theory]
    [InlineData("application/dtmf-relay", "")]
    [InlineData("application/dtmf-relay", "Signal=\r\n")]
    [InlineData("application/dtmf-relay", "Signal=x\r\n")]
    [InlineData("application/dtmf-relay", "Signal=16\r\n")]
    [InlineData("application/dtmf-relay", "Signal=-1\r\n")]
    [InlineData("application/dtmf", "")]
    [InlineData("application/media_control+xml", "Signal=5\r\n")]
    [InlineData(null, "5")]
    public void AnythingElse_IsNoKey(string? type, string body) => Assert.Null(InfoDigits.Read(Info(type, body)));

    private static SipRequest Info(string? type, string body) => new(
        SipMethod.Info,
        SipUri.Parse("sip:12345@192.0.2.1"),
        type is null ? SipHeaders.Empty : SipHeaders.Empty.With(HeaderNames.ContentType, type),
        Encoding.UTF8.GetBytes(body));
}
