using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class SipRequestValidatorTests
{
    [Theory]
    [InlineData(Wire.Options)]
    [InlineData(Wire.Invite)]
    public void Request_Complete_IsValid(string text)
    {
        Assert.True(SipRequestValidator.TryValidate(Wire.Request(text), out var status, out var reason));
        Assert.Equal((0, ""), (status, reason));
    }

    [Theory]
    [Rfc(3261, "8.1.1")]
    [InlineData("Via")]
    [InlineData("From")]
    [InlineData("To")]
    [InlineData("Call-ID")]
    [InlineData("CSeq")]
    public void Request_WithoutAMandatoryHeader_IsOwed400(string name)
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal((400, $"Bad {name}"), Fault(request.With(request.Headers.Without(name))));
    }

    [Theory]
    [InlineData("Via", "SIP/2.0/UDP")]
    [InlineData("Via", "SIP/2.0/UDP a;branch=x, nonsense")]
    [InlineData("From", "alice")]
    [InlineData("From", "\"alice <sip:a@b>")]
    [InlineData("To", "<sip:>")]
    [InlineData("Call-ID", "")]
    [InlineData("Call-ID", "a b")]
    [InlineData("CSeq", "x OPTIONS")]
    [InlineData("Max-Forwards", "256")]
    [InlineData("Max-Forwards", "-1")]
    [InlineData("Max-Forwards", "")]
    [InlineData("Contact", "nonsense")]
    [InlineData("Contact", "<sip:a@b>, *")]
    [InlineData("Route", "<sip:a@b>, <x>")]
    [InlineData("Record-Route", "<sip:a@b")]
    public void Request_WithAMalformedHeader_IsOwed400(string name, string value)
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal((400, $"Bad {name}"), Fault(request.With(request.Headers.With(name, value))));
    }

    [Theory]
    [Rfc(3261, "7.3.1")]
    [InlineData("From", "<sip:x@y>;tag=2")]
    [InlineData("To", "<sip:x@y>")]
    [InlineData("Call-ID", "2")]
    [InlineData("CSeq", "2 OPTIONS")]
    [InlineData("Max-Forwards", "70")]
    public void Request_WithASingleHeaderTwice_IsOwed400(string name, string value)
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal((400, $"Bad {name}"), Fault(request.With(request.Headers.WithAdded(name, value))));
    }

    [Theory]
    [Rfc(3261, "8.1.1.5")]
    [InlineData("1 INVITE")]
    [InlineData("1 options")]
    public void CSeq_OfAnotherMethod_IsOwed400(string cseq)
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal((400, "Bad CSeq"), Fault(request.With(request.Headers.With("CSeq", cseq))));
    }

    [Theory]
    [InlineData("sip:a@b SIP/2.0", 0)]
    [InlineData("sip:a@b sip/2.0", 0)]
    [InlineData("tel:+49123 SIP/2.0", 0)]
    [InlineData("sip:a@b SIP/3.0", 505)]
    [InlineData("sip:a@b SIP/2.00", 505)]
    [InlineData("sip:a@b SIP/2", 400)]
    [InlineData("sip:a@b HTTP/1.1", 400)]
    [InlineData("sip:a@b ", 400)]
    [InlineData("http://a/ SIP/2.0", 416)]
    [InlineData("sip:a@b?Subject=x SIP/2.0", 400)]
    [InlineData("sip:a@ SIP/2.0", 400)]
    [InlineData("<sip:a@b> SIP/2.0", 400)]
    [Rfc(3261, "8.2.2.1")]
    public void RequestLine_DecidesFirst(string line, int status)
    {
        var request = Wire.Request(Wire.Options.Replace("sip:bob@example.com SIP/2.0", line, StringComparison.Ordinal));

        Assert.Equal(status, Fault(request).Status);
    }

    [Fact]
    [Rfc(3261, "20.22")]
    public void MaxForwards_AbsentOrZero_IsNoFault()
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal(0, Fault(request.With(request.Headers.Without("Max-Forwards"))).Status);
        Assert.Equal(0, Fault(request.With(request.Headers.With("Max-Forwards", "0"))).Status);
    }

    [Fact]
    public void Branch_OfTheCookieAlone_IsOwed400()
    {
        var request = Wire.Request(Wire.Options);

        Assert.Equal((400, "Bad Via"), Fault(request.With(request.Headers.With("Via", "SIP/2.0/UDP a;branch=z9hG4bK"))));
        Assert.Equal(0, Fault(request.With(request.Headers.With("Via", "SIP/2.0/UDP a"))).Status);
    }

    private static (int Status, string Reason) Fault(SipRequest request)
    {
        var valid = SipRequestValidator.TryValidate(request, out var status, out var reason);
        Assert.Equal(valid, status == 0);
        return (status, reason);
    }
}
