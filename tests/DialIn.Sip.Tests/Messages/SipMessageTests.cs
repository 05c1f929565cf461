using System.Globalization;
using System.Text;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class SipMessageTests
{
    [Fact]
    public void TypedProperties_OfAValidRequest_ReadTheHeaders()
    {
        var request = Wire.Request(Wire.Invite);

        Assert.Equal("z9hG4bKabc", request.TopVia.Branch);
        Assert.Single(request.Vias);
        Assert.Equal("1928", request.From.Tag);
        Assert.Null(request.To.Tag);
        Assert.Equal("a84b4c76e66710", request.CallId);
        Assert.Equal(new CSeq(1, SipMethod.Invite), request.CSeq);
        Assert.Equal("sip:alice@192.0.2.1", request.Contact!.Uri.ToString());
        Assert.Equal(["p1.example.com", "p2.example.com"], request.RecordRoutes.Select(route => route.Uri.Host));
        Assert.Empty(request.Routes);
        Assert.Equal(70, request.MaxForwards);
        Assert.Null(request.Expires);
        Assert.Same(request.From, request.From);
    }

    [Fact]
    public void Contact_OfStar_IsNone()
    {
        var request = Wire.Request(Wire.Options);

        Assert.Null(request.With(request.Headers.With("Contact", "*")).Contact);
        Assert.Null(request.Contact);
    }

    [Theory]
    [InlineData("3600", 3600)]
    [InlineData("0", 0)]
    [InlineData("4294967296", int.MaxValue)]
    [InlineData("99999999999999999999999999", int.MaxValue)]
    [InlineData("-1", null)]
    [InlineData("soon", null)]
    [InlineData("", null)]
    public void Expires_IsBounded(string value, int? seconds)
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal(seconds, request.With(request.Headers.With("Expires", value)).Expires);
    }

    [Fact]
    public void TypedProperties_OfAnInvalidMessage_SayWhatIsWrong()
    {
        var empty = new SipRequest(SipMethod.Options, SipUri.Parse("sip:a@b"), SipHeaders.Empty);

        Assert.Contains("Via", Assert.Throws<InvalidOperationException>(() => empty.TopVia).Message, StringComparison.Ordinal);
        Assert.Contains("From", Assert.Throws<InvalidOperationException>(() => empty.From).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => empty.CSeq);
        Assert.Throws<InvalidOperationException>(() => empty.CallId);
        Assert.Throws<InvalidOperationException>(() => empty.With(SipHeaders.Empty.With("Route", "x")).Routes);
    }

    [Fact]
    [Rfc(3261, "8.2.6.2")]
    public void ResponseFor_CopiesWhatIdentifiesTheRequest()
    {
        var request = Wire.Request(Wire.Invite);
        request = request.With(request.Headers.WithAdded("Via", "SIP/2.0/UDP b").WithAdded("Timestamp", "54"));

        var response = SipResponse.For(request, 486, toTag: "me", extra: SipHeaders.Empty.With("Retry-After", "5"));

        Assert.Equal(
            ["Via", "From", "To", "Call-ID", "CSeq", "Via", "Retry-After"],
            response.Headers.Select(header => header.Name));
        Assert.Equal(request.Headers.GetAll("Via"), response.Headers.GetAll("Via"));
        Assert.Equal("<sip:bob@example.com>;tag=me", response.Headers["To"]);
        Assert.Equal("Busy Here", response.ReasonPhrase);
        Assert.True(response.Body.IsEmpty);
    }

    [Fact]
    [Rfc(3261, "8.2.6.1")]
    public void ResponseFor_100_HasNoTagAndEchoesTimestamp()
    {
        var request = Wire.Request(Wire.Invite);

        var response = SipResponse.For(request.With(request.Headers.With("Timestamp", "54")), 100);

        Assert.Equal("54", response.Headers["Timestamp"]);
        Assert.Null(response.To.Tag);
        Assert.False(response.Headers.Contains("Record-Route"));
    }

    [Theory]
    [Rfc(3261, "12.1.1")]
    [InlineData(180, true)]
    [InlineData(200, true)]
    [InlineData(404, false)]
    public void ResponseFor_ThatMakesADialog_CarriesTheRoute(int status, bool carries) =>
        Assert.Equal(carries, SipResponse.For(Wire.Request(Wire.Invite), status).Headers.Contains("Record-Route"));

    [Fact]
    public void ResponseFor_WithBody_NamesItsType()
    {
        var response = SipResponse.For(Wire.Request(Wire.Invite), 200, "Fine", body: "v=0"u8.ToArray(), contentType: "application/sdp");

        Assert.Equal(("Fine", "application/sdp", 3), (response.ReasonPhrase, response.ContentType, response.Body.Length));
    }

    [Fact]
    public void ResponseFor_To_KeepsItsTagOrGetsANewOne()
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal("x", SipResponse.For(request.With(request.Headers.With("To", "<sip:a@b>;tag=x")), 200, toTag: "me").To.Tag);
        Assert.Equal(16, SipResponse.For(request, 200).To.Tag!.Length);
        Assert.Equal("nonsense <", SipResponse.For(request.With(request.Headers.With("To", "nonsense <")), 400).Headers["To"]);
    }

    [Fact]
    [Rfc(3261, "8.1.1.7")]
    public void Identifiers_AreLongAndNeverTheSame()
    {
        Assert.Matches("^z9hG4bK[0-9a-f]{40}$", Identifiers.NewBranch());
        Assert.Matches("^[0-9a-f]{16}$", Identifiers.NewTag());
        Assert.Matches("^[0-9a-f]{32}$", Identifiers.NewCallId());
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Identifiers.NewTag()).Distinct().Count());
    }

    [Fact]
    public void Branches_AreKnownAsOursWithoutReadingTheMessage()
    {
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(_ => Identifiers.NewBranch()).Distinct().Count());
        Assert.True(Identifiers.HoldsOurBranch(Encoding.ASCII.GetBytes($"Via: SIP/2.0/UDP a;branch={Identifiers.NewBranch()};rport")));
        Assert.False(Identifiers.HoldsOurBranch("Via: SIP/2.0/UDP a;branch=z9hG4bK0123456789abcdef0123456789abcdef01234567;rport"u8));
    }

    [Fact]
    public void ReasonPhrases_NameEveryStatus()
    {
        Assert.Equal("Call/Transaction Does Not Exist", ReasonPhrases.For(481));
        Assert.Equal("Request Failure", ReasonPhrases.For(499));
        Assert.All(Enumerable.Range(100, 600), status => Assert.NotEmpty(ReasonPhrases.For(status).ToString(CultureInfo.InvariantCulture)));
    }
}
