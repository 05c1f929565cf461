using DialIn.Secrets;
using DialIn.Sip.Messages;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class OutgoingCredentialTests
{
    [Theory]
    [InlineData(200, true, nameof(ProofOutcome.Accepted))]
    [InlineData(200, null, nameof(ProofOutcome.NotAsked))]
    [InlineData(401, false, nameof(ProofOutcome.Refused))]
    [InlineData(403, false, nameof(ProofOutcome.Refused))]
    [InlineData(401, null, nameof(ProofOutcome.NotAsked))]
    [InlineData(407, null, nameof(ProofOutcome.NotAsked))]
    [InlineData(403, null, nameof(ProofOutcome.NotAsked))]
    [InlineData(404, null, nameof(ProofOutcome.NotAsked))]
    [InlineData(408, null, nameof(ProofOutcome.Unanswered))]
    [InlineData(503, null, nameof(ProofOutcome.Unanswered))]
    public void Answer_SaysThisOfThePassword(int status, bool? verdict, string expected)
    {
        var shown = new ProofSecret("password");
        if (verdict is { } said)
        {
            shown.Report("password", said);
        }

        var proof = OutgoingCredential.ProofOf(new SipResponse(status, "Words", SipHeaders.Empty), shown);

        Assert.Equal(expected, proof.Outcome.ToString());
        Assert.Contains($"{status} Words", proof.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("OPTIONS", "carrier.example", true)]
    [InlineData("OPTIONS", "elsewhere.example", false)]
    public void Password_IsShownToTheConfiguredRealmAlone(string method, string realm, bool expected)
    {
        var trunk = new TrunkOptions { Name = "carrier", Outgoing = { Target = "sip:carrier.example", Username = "4711", Realm = "carrier.example" } };
        var options = new SipRequest(new SipMethod(method), SipUri.Parse("sip:carrier.example"), SipHeaders.Empty);
        var challenge = new SipResponse(
            407, "Proxy Authentication Required", SipHeaders.Empty.WithAdded(HeaderNames.ProxyAuthenticate, $"Digest realm=\"{realm}\", nonce=\"n1\", qop=\"auth\""));

        var isShown = OutgoingCredential.ResponderOf(trunk.Outgoing, TrunkAccount.Outgoing(trunk)!, new ProofSecret("password")).TryRespond(options, challenge, out _);

        Assert.Equal(expected, isShown);
    }
}
