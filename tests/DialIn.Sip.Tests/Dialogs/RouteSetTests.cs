using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Dialogs;

public class RouteSetTests
{
    private static readonly SipUri Target = SipUri.Parse("sip:bob@192.0.2.4");

    [Fact]
    [Rfc(3261, "12.2.1.1")]
    public void NoRoute_TheTargetIsRequestUriAndNextHop()
    {
        var (uri, routes, nextHop) = RouteSet.Empty.Direct(Target);

        Assert.Equal((Target, Target), (uri, nextHop));
        Assert.Empty(routes);
    }

    [Fact]
    [Rfc(3261, "12.2.1.1")]
    public void LooseRouter_LeavesTheRequestUriToTheTarget()
    {
        var (uri, routes, nextHop) = Set("<sip:p1.example;lr>", "<sip:p2.example;lr>").Direct(Target);

        Assert.Equal(Target, uri);
        Assert.Equal("sip:p1.example;lr", nextHop.ToString());
        Assert.Equal(["<sip:p1.example;lr>", "<sip:p2.example;lr>"], routes.Select(route => route.ToString()));
    }

    [Fact]
    [Rfc(3261, "12.2.1.1")]
    public void StrictRouter_BecomesTheRequestUriAndTheTargetTheLastRoute()
    {
        var (uri, routes, nextHop) = Set("<sip:p1.example;method=INVITE>", "<sip:p2.example;lr>").Direct(Target);

        Assert.Equal("sip:p1.example", uri.ToString());
        Assert.Equal("p1.example", nextHop.Host);
        Assert.Equal(["<sip:p2.example;lr>", "<sip:bob@192.0.2.4>"], routes.Select(route => route.ToString()));
    }

    [Fact]
    [Rfc(3261, "12.1.1")]
    [Rfc(3261, "12.1.2")]
    public void RecordRoute_IsKeptByTheServerAndReversedByTheClient()
    {
        var headers = SipHeaders.Empty.WithAdded(HeaderNames.RecordRoute, "<sip:a;lr>, <sip:b;lr>").WithAdded(HeaderNames.RecordRoute, "<sip:c;lr>");

        Assert.Equal("<sip:a;lr>, <sip:b;lr>, <sip:c;lr>", RouteSet.FromRequest(new SipRequest(SipMethod.Invite, Target, headers)).ToString());
        Assert.Equal("<sip:c;lr>, <sip:b;lr>, <sip:a;lr>", RouteSet.FromResponse(new SipResponse(200, "OK", headers)).ToString());
    }

    [Fact]
    public void Equality_IsThatOfTheRoutes()
    {
        Assert.Equal(Set("<sip:a;lr>"), Set("<sip:a;lr>"));
        Assert.Equal(Set("<sip:a;lr>").GetHashCode(), Set("<sip:a;lr>").GetHashCode());
        Assert.NotEqual(Set("<sip:a;lr>"), Set("<sip:b;lr>"));
        Assert.NotEqual(Set("<sip:a;lr>"), RouteSet.Empty);
        Assert.Same(RouteSet.Empty, Set());
    }

    internal static RouteSet Set(params string[] routes) => RouteSet.Of([.. routes.Select(Parse)]);

    private static NameAddress Parse(string text)
    {
        Assert.True(NameAddress.TryParse(text, out var address));
        return address;
    }
}
