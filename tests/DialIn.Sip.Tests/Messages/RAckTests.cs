using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class RAckTests
{
    [Theory]
    [InlineData("776656 1 INVITE", 776656u, 1u)]
    [InlineData("  4294967295\t \t7   INVITE ", 4294967295u, 7u)]
    [Rfc(3262, "7.2")]
    public void RAck_IsRead(string text, uint rseq, uint cseq)
    {
        Assert.True(RAck.TryParse(text, out var rack));
        Assert.Equal(new RAck(rseq, new CSeq(cseq, SipMethod.Invite)), rack);
        Assert.True(RAck.TryParse(rack.ToString(), out var again));
        Assert.Equal(rack, again);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 1")]
    [InlineData("0 1 INVITE")]
    [InlineData("-1 1 INVITE")]
    [InlineData("4294967296 1 INVITE")]
    [InlineData("1 x INVITE")]
    [Rfc(3262, "7.2")]
    public void RAck_ThatIsNone_IsRefused(string? text) => Assert.False(RAck.TryParse(text, out _));
}
