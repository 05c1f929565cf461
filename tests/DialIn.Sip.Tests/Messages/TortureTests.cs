using System.Text;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class TortureTests
{
    public static TheoryData<string> Names { get; } = [.. TortureMessage.All.Select(message => message.Name)];

    [Fact]
    public void Table_NamesEveryFileOnce()
    {
        var files = typeof(TortureTests).Assembly.GetManifestResourceNames().Where(name => name.StartsWith("Torture.", StringComparison.Ordinal));

        Assert.Equal(49, TortureMessage.All.Count(message => message.Rfc == 4475));
        Assert.Equal(12, TortureMessage.All.Count(message => message.Rfc == 5118));
        Assert.Equal(files.Order(), TortureMessage.All.Select(message => $"Torture.{message.Name}.dat").Order());
    }

    [Theory]
    [Rfc(4475, "3")]
    [Rfc(5118, "4")]
    [MemberData(nameof(Names))]
    public void Message_OfTheRfcs_EndsAsTheTableSays(string name)
    {
        var expected = TortureMessage.All.Single(message => message.Name == name);

        Assert.Equal((expected.Outcome, expected.Status), Outcome(expected.Bytes));
    }

    [Fact]
    [Rfc(4475, "3.1.2.15")]
    public void Baddn_WithItsBlankLine_IsReadLiberally()
    {
        byte[] bytes = [.. TortureMessage.Load("baddn"), .. "\r\n"u8];

        Assert.Equal((TortureOutcome.Accepted, 0), Outcome(bytes));
        Assert.Equal("Bell, Alexander", Wire.Parse(bytes).From.DisplayName);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_Accepted_SurvivesWritingAndReading(string name)
    {
        var bytes = TortureMessage.Load(name);
        if (!SipParser.TryParse(bytes, SipLimits.Default, out var message, out _))
        {
            Assert.Contains(TortureMessage.All, row => row.Name == name && row.Outcome is TortureOutcome.RefusedByParser or TortureOutcome.Dropped);
            return;
        }

        var again = Wire.Parse(SipWriter.ToBytes(message));

        Assert.Equal(message.ToString(), again.ToString());
        Assert.Equal(message.Headers.Without("Content-Length"), again.Headers.Without("Content-Length"));
        Assert.Equal(message.Body.ToArray(), again.Body.ToArray());
    }

    [Fact]
    [Rfc(4475, "3.1.1.1")]
    public void Wsinv_IsReadToTheLastParameter()
    {
        var request = Read("wsinv");

        Assert.Equal("1918181833n", request.To.Tag);
        Assert.Equal("J Rosenberg \\\"", request.From.DisplayName);
        Assert.Equal("98asjd8", request.From.Tag);
        Assert.Equal(68, request.MaxForwards);
        Assert.Equal(new CSeq(9, SipMethod.Invite), request.CSeq);
        Assert.Equal(["192.0.2.2", "spindle.example.com", "192.168.255.111"], request.Vias.Select(via => via.SentByHost));
        Assert.Equal(["390skdjuw", "z9hG4bK9ikj8", "z9hG4bK30239"], request.Vias.Select(via => via.Branch));
        Assert.Equal("newfangled value continued newfangled value", request.Headers["NewFangledHeader"]);
        Assert.Equal("Quoted string \"\"", request.Contact!.DisplayName);
        Assert.Equal(("newvalue", "", "0.33"), (request.Contact.Parameters["newparam"], request.Contact.Parameters["secondparam"], request.Contact.Parameters["q"]));
        Assert.Equal(150, request.Body.Length);
    }

    [Fact]
    [Rfc(4475, "3.1.1.2")]
    public void Intmeth_KeepsEveryStrangeCharacter()
    {
        var request = Read("intmeth");

        Assert.Equal("!interesting-Method0123456789_*+`.%indeed'~", request.Method.Name);
        Assert.Equal("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*", request.RequestUri.User);
        Assert.Equal("&it+has=1,weird!*pas$wo~d_too.(doesn't-it)", request.RequestUri.Password);
        Assert.Equal("BEL:\a NUL:\0 DEL:\u007F", request.To.DisplayName);
        Assert.Equal("token1~` token2'+_ token3*%!.-", request.From.DisplayName);
        Assert.Equal("работающий", request.From.Parameters["fromParam''~+*_!.-%"]);
        Assert.Equal("\uFEFF大停電", request.Headers["extensionHeader-!.%*+_`'~"]);
        Assert.Equal(255, request.MaxForwards);
    }

    [Fact]
    [Rfc(4475, "3.1.1.3")]
    public void Esc01_IsUnescapedOnlyInside()
    {
        var request = Read("esc01");

        Assert.Equal("sips:user@example.com", request.RequestUri.User);
        Assert.Equal("example.net", request.RequestUri.Host);
        Assert.True(request.To.Uri.IsEquivalentTo(SipUri.Parse("sip:user@example.com")));
        Assert.Equal("I have spaces", request.From.Uri.User);
        Assert.Equal("caller", request.Contact!.Uri.User);
    }

    [Fact]
    [Rfc(4475, "3.1.1.4")]
    public void Escnull_KeepsNullsApart()
    {
        var request = Read("escnull");

        Assert.Equal("null-\0-null", request.To.Uri.User);
        Assert.Equal(["\0", "\0\0"], request.Contacts.Select(contact => contact.Uri.User));
        Assert.False(request.Contacts[0].Uri.IsEquivalentTo(request.Contacts[1].Uri));
    }

    [Fact]
    [Rfc(4475, "3.1.1.5")]
    public void Esc02_LeavesPercentInTokensAlone()
    {
        var request = Read("esc02");

        Assert.Equal("RE%47IST%45R", request.Method.Name);
        Assert.Equal("%Z%45", request.To.DisplayName);
        Assert.Equal(["alias1", "alias3"], request.Contacts.Select(contact => contact.Uri.User));
        Assert.Equal("<sip:alias2@host2.example.com>", request.Headers["C%6Fntact"]);
    }

    [Fact]
    [Rfc(4475, "3.1.1.8")]
    public void Dblreq_EndsWithItsFirstMessage() => Assert.True(Read("dblreq").Body.IsEmpty);

    [Fact]
    [Rfc(4475, "3.1.1.9")]
    public void Semiuri_SemicolonsBelongToTheUser()
    {
        var uri = Read("semiuri").RequestUri;

        Assert.Equal(("user;par=u@example.net", "example.com", 0), (uri.User, uri.Host, uri.Parameters.Count));
    }

    [Fact]
    [Rfc(4475, "3.1.1.10")]
    public void Transports_UnknownOnesAreKept() =>
        Assert.Equal(["UDP", "SCTP", "TLS", "UNKNOWN", "TCP"], Read("transports").Vias.Select(via => via.Transport));

    [Fact]
    [Rfc(4475, "3.1.1.11")]
    public void Mpart01_BinaryBodyIsUntouched()
    {
        var request = Read("mpart01");

        Assert.Equal(553, request.Body.Length);
        Assert.True(request.Body.Span.EndsWith("--7a9cbec02ceef655--\r\n"u8));
        Assert.Contains((byte)0, request.Body.ToArray());
    }

    [Fact]
    [Rfc(4475, "3.1.1.12")]
    public void Unreason_PhraseIsText() =>
        Assert.Equal("= 2**3 * 5**2 но сто девяносто девять - простое", Assert.IsType<SipResponse>(Wire.Parse(TortureMessage.Load("unreason"))).ReasonPhrase);

    [Fact]
    [Rfc(4475, "3.1.1.13")]
    public void Noreason_PhraseIsEmpty() =>
        Assert.Empty(Assert.IsType<SipResponse>(Wire.Parse(TortureMessage.Load("noreason"))).ReasonPhrase);

    [Fact]
    [Rfc(4475, "3.4.1")]
    public void Inv2543_HasNoBranchAndNoTag()
    {
        var request = Read("inv2543");

        Assert.Null(request.TopVia.Branch);
        Assert.Null(request.From.Tag);
        Assert.Null(request.MaxForwards);
        Assert.StartsWith("v=0", Encoding.ASCII.GetString(request.Body.Span), StringComparison.Ordinal);
    }

    [Theory]
    [Rfc(5118, "4.3")]
    [InlineData("port-ambiguous", "2001:db8::10:5070", null)]
    [InlineData("port-unambiguous", "2001:db8::10", 5070)]
    public void Port_BelongsToTheUriOnlyBehindTheBracket(string name, string host, int? port) =>
        Assert.Equal((host, port), (Read(name).RequestUri.Host, Read(name).RequestUri.Port));

    [Theory]
    [Rfc(5118, "4.5")]
    [InlineData("via-received-param-with-delim")]
    [InlineData("via-received-param-no-delim")]
    public void Received_IsReadWithAndWithoutBrackets(string name) => Assert.Equal("2001:db8::9:255", Read(name).TopVia.Received);

    [Fact]
    [Rfc(5118, "4.7")]
    public void Vias_OfBothFamilies_StandSideBySide() =>
        Assert.Equal(["2001:db8::9:1", "192.0.2.1", "2001:db8::9:255"], Read("mult-ip-in-header").Vias.Select(via => via.SentByHost));

    [Fact]
    [Rfc(5118, "4.10")]
    public void ThirdColon_BeforeIPv4_IsForgiven()
    {
        var wrong = Read("ipv6-bug-abnf-3-colons").RequestUri;

        Assert.True(wrong.IsEquivalentTo(Read("ipv6-correct-abnf-2-colons").RequestUri));
        Assert.False(SipUri.TryParse("sip:[2001:db8:::10]", out _));
        Assert.False(SipUri.TryParse("sip:[2001:db8::::192.0.2.1]", out _));
        Assert.False(SipUri.TryParse("sip:[1::2:::192.0.2.1]", out _));
    }

    private static SipRequest Read(string name)
    {
        var request = Assert.IsType<SipRequest>(Wire.Parse(TortureMessage.Load(name)));
        Assert.True(SipRequestValidator.TryValidate(request, out _, out var reason), reason);
        return request;
    }

    private static (TortureOutcome Outcome, int Status) Outcome(byte[] bytes)
    {
        if (!SipParser.TryParse(bytes, SipLimits.Default, out var message, out var error))
        {
            return message is SipRequest && error.StatusCode is { } owed ? (TortureOutcome.RefusedByParser, owed) : (TortureOutcome.Dropped, 0);
        }

        return message switch
        {
            SipRequest request => SipRequestValidator.TryValidate(request, out var status, out _)
                ? (TortureOutcome.Accepted, 0)
                : (TortureOutcome.Refused, status),
            SipResponse response when SipResponseValidator.IsValid(response) => (TortureOutcome.Accepted, 0),
            _ => (TortureOutcome.Dropped, 0),
        };
    }
}
