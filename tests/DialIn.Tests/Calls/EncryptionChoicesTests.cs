using System.Net;
using DialIn.Calls;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Tests.Calls;

public class EncryptionChoicesTests
{
    [Theory]
    [InlineData("plain", SipProtocol.Tls, SrtpPolicy.Allowed, true)]
    [InlineData("plain", SipProtocol.Udp, SrtpPolicy.Allowed, false)]
    [InlineData("plain", SipProtocol.Tcp, SrtpPolicy.Allowed, false)]
    [InlineData("open", SipProtocol.Udp, SrtpPolicy.Required, true)]
    [InlineData("open/south", SipProtocol.Udp, SrtpPolicy.Required, true)]
    [InlineData("unheard-of", SipProtocol.Tls, SrtpPolicy.Off, true)]
    public void Trunk_KeysTravelOverTls_OrWhereTheOperatorSaysSo(string trunk, SipProtocol protocol, SrtpPolicy policy, bool keysMayTravel)
    {
        var security = Choices().Of(Facts(trunk), Flow(protocol));

        Assert.Equal((policy, keysMayTravel), (security.Policy, security.KeysMayTravel));
        Assert.False(security.OffersFirst);
        Assert.False(security.RequestsEdge);
    }

    [Fact]
    public void Trunk_ThatHasAgreedWithItsRegistrar_IsAskedForEncryption_AndOfferedIt()
    {
        var choices = Choices(agreed: "plain/south");

        var (agreed, other) = (choices.Of(Facts("plain/south"), Flow(SipProtocol.Tls)), choices.Of(Facts("plain/north"), Flow(SipProtocol.Tls)));

        Assert.True(agreed is { RequestsEdge: true, OffersFirst: true });
        Assert.True(other is { RequestsEdge: false, OffersFirst: false });
    }

    [Theory]
    [InlineData("private", "sip:70066@192.0.2.1:5060", SrtpPolicy.Required, true)]
    [InlineData("bbb1", "sip:70066@192.0.2.1:5060", SrtpPolicy.Allowed, false)]
    [InlineData("bbb1", "sip:70066@192.0.2.1;transport=tls", SrtpPolicy.Allowed, true)]
    [InlineData("bbb1", "sips:70066@192.0.2.1", SrtpPolicy.Allowed, true)]
    [InlineData("other", "sips:70066@192.0.2.1", SrtpPolicy.Off, true)]
    public void Server_KeysTravelOverTls_OrWhereTheOperatorSaysSo(string server, string target, SrtpPolicy policy, bool keysMayTravel)
    {
        var security = Choices().Of(server, SipUri.Parse(target));

        Assert.Equal((policy, keysMayTravel, true), (security.Policy, security.KeysMayTravel, security.OffersFirst));
    }

    private static EncryptionChoices Choices(string? agreed = null) => new(
        new Dictionary<string, EncryptionChoice>
        {
            ["plain"] = new(SrtpPolicy.Allowed, WithoutTls: false),
            ["open"] = new(SrtpPolicy.Required, WithoutTls: true),
        },
        new Dictionary<string, EncryptionChoice>
        {
            ["bbb1"] = new(SrtpPolicy.Allowed, WithoutTls: false),
            ["private"] = new(SrtpPolicy.Required, WithoutTls: true),
        },
        label => label == agreed);

    private static CallFacts Facts(string trunk) =>
        new("c-1", trunk, "+4961511234567", ["de"], CallerNumber.Parse("+4915112345634"), InBandDigits.Never);

    private static Flow Flow(SipProtocol protocol)
    {
        var here = new SipEndPoint(protocol, new IPEndPoint(IPAddress.Loopback, 5061));
        return new Flow(here, here with { Address = new IPEndPoint(IPAddress.Loopback, 40_000) }, ConnectionId: 1);
    }
}
