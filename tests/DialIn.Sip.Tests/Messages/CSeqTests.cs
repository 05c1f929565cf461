using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

[Rfc(3261, "20.16")]
public class CSeqTests
{
    [Theory]
    [InlineData("4711 INVITE", 4711u, "INVITE")]
    [InlineData("0009  \t INVITE", 9u, "INVITE")]
    [InlineData("4294967295 NEWMETHOD", 4294967295u, "NEWMETHOD")]
    public void CSeq_Valid_IsRead(string text, uint number, string method)
    {
        Assert.True(CSeq.TryParse(text, out var cseq));

        Assert.Equal((number, method), (cseq.Number, cseq.Method.Name));
        Assert.Equal($"{number} {method}", cseq.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1INVITE")]
    [InlineData("INVITE 1")]
    [InlineData("-1 INVITE")]
    [InlineData("4294967296 INVITE")]
    [InlineData("1 INV/ITE")]
    [InlineData("1 INVITE INVITE")]
    public void CSeq_Invalid_IsRefused(string? text) => Assert.False(CSeq.TryParse(text, out _));

    [Fact]
    [Rfc(3261, "7.1")]
    public void Method_OfOtherCase_IsAnotherMethod()
    {
        Assert.True(SipMethod.TryParse("invite", out var method));

        Assert.NotEqual(SipMethod.Invite, method);
        Assert.False(SipMethod.TryParse("", out _));
        Assert.False(SipMethod.TryParse("IN VITE", out _));
    }
}
