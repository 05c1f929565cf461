using DialIn.Sip.Messages;
using DialIn.Testing;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class CalledAccountTests
{
    private static readonly TrunkAccount North = new("sipgate", "north", "1001", "1001", null);
    private static readonly TrunkAccount South = new("sipgate", "south", "1002", "1002", null);
    private static readonly TrunkAccount Other = new("second", "second", "2001", "2001", null);

    [Theory]
    [InlineData("sip:1002@203.0.113.7:5060", "sip:+4961511234567@carrier.example", "south")]
    [InlineData("sip:2001@203.0.113.7:5060;transport=tcp", "sip:1001@carrier.example", "second")]
    [InlineData("sip:+4961511234567@203.0.113.7", "sip:1001@carrier.example", "north")]
    [InlineData("sip:+4961511234567@203.0.113.7", "sip:+4961511234567@carrier.example", null)]
    [InlineData("sip:203.0.113.7", "tel:+4961511234567", null)]
    [Rfc(3261, "16.5")]
    public void SeveralAccounts_AreKnownByTheUserOfOurContact(string requestUri, string to, string? expected) =>
        Assert.Equal(expected, CalledAccount.Find([North, South, Other], Invite(requestUri, to))?.Name);

    [Fact]
    public void OneAccount_NeedsNoSign()
    {
        Assert.Equal(North, CalledAccount.Find([North], Invite("sip:+4961511234567@203.0.113.7", "sip:+4961511234567@carrier.example")));
        Assert.Null(CalledAccount.Find([], Invite("sip:1001@203.0.113.7", "sip:1001@carrier.example")));
    }

    private static SipRequest Invite(string requestUri, string to) =>
        new(SipMethod.Invite, SipUri.Parse(requestUri), SipHeaders.Empty.WithAdded(HeaderNames.To, $"<{to}>"));
}
