using DialIn.Testing;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class CalledPartyTests
{
    private const string Account = "sip:1234567t0@192.0.2.1";
    private const string Elsewhere = "<sip:1234567t0@192.0.2.1>";

    private static readonly PhoneNumberOptions Darmstadt = new() { Number = "+4961511234567" };
    private static readonly PhoneNumberOptions Berlin = new() { Number = "+493012345678" };

    [Theory]
    [InlineData("sip:+493012345678@192.0.2.1", "<sip:+4961511234567@x>", "")]
    [InlineData("sip:03012345678@192.0.2.1;user=phone", Elsewhere, "")]
    [InlineData("tel:+49-30-12345678", Elsewhere, "")]
    [InlineData("tel:3012345678;phone-context=+49", Elsewhere, "")]
    [InlineData("sip:+493012345678;npdi@192.0.2.1;user=phone", Elsewhere, "")]
    [InlineData(Account, "<sip:+493012345678@x>", "")]
    [InlineData(Account, "<tel:+493012345678>", "")]
    [InlineData(Account, Elsewhere, "P-Called-Party-ID: <sip:+493012345678@x>")]
    [InlineData(Account, Elsewhere, "History-Info: <sip:+4961511234567@x>;index=1, <sip:+493012345678@x>;index=1.1, <sip:1234567t0@x>;index=1.2")]
    [InlineData(Account, Elsewhere, "History-Info: <sip:+493012345678@x?Reason=SIP%3Bcause%3D302>;index=1\nHistory-Info: <sip:other@x>;index=1.1")]
    [InlineData(Account, Elsewhere, "Diversion: <sip:+493012345678@x>;reason=unconditional;counter=1, <sip:+4961511234567@x>;reason=user-busy")]
    [Rfc(7044, "5")]
    public void Number_IsFound_WhereTheCarrierPutIt(string uri, string to, string headers) =>
        Assert.Same(Berlin, CalledParty.Find([Darmstadt, Berlin], Invites.Of(headers, uri, to: to), []));

    [Fact]
    public void Order_OfTheTrunk_GoesBeforeTheUsualOne()
    {
        var invite = Invites.Of("Diversion: <sip:+493012345678@x>");

        Assert.Same(Darmstadt, CalledParty.Find([Darmstadt, Berlin], invite, []));
        Assert.Same(Berlin, CalledParty.Find([Darmstadt, Berlin], invite, [CalledNumberSource.Diversion, CalledNumberSource.RequestUri]));
        Assert.Null(CalledParty.Find([Darmstadt, Berlin], invite, [CalledNumberSource.HistoryInfo]));
    }

    [Theory]
    [InlineData("Diversion: nonsense, <>, <sip:>")]
    [InlineData("History-Info: ,,,")]
    [InlineData("P-Called-Party-ID: <mailto:a@b>")]
    public void Number_NowhereToBeFound_IsNone(string headers) =>
        Assert.Null(CalledParty.Find([Darmstadt, Berlin], Invites.Of(headers, Account, to: Elsewhere), []));

    [Fact]
    public void Entries_BeyondTheTenth_AreNotLookedAt()
    {
        var many = string.Join(", ", Enumerable.Repeat("<sip:other@x>", 10).Append("<sip:+493012345678@x>"));

        Assert.Null(CalledParty.Find([Berlin], Invites.Of("Diversion: " + many, Account, to: Elsewhere), []));
    }
}
