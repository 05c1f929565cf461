using DialIn.Secrets;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;

namespace DialIn.Tests.Trunks;

public class TrunkCredentialTests
{
    [Theory]
    [InlineData(null, true, nameof(ProofOutcome.Accepted))]
    [InlineData(null, null, nameof(ProofOutcome.NotAsked))]
    [InlineData(401, false, nameof(ProofOutcome.Refused))]
    [InlineData(403, false, nameof(ProofOutcome.Refused))]
    [InlineData(403, null, nameof(ProofOutcome.Refused))]
    [InlineData(404, false, nameof(ProofOutcome.Refused))]
    [InlineData(405, null, nameof(ProofOutcome.NotAsked))]
    [InlineData(408, null, nameof(ProofOutcome.Unanswered))]
    [InlineData(500, null, nameof(ProofOutcome.Unanswered))]
    [InlineData(503, null, nameof(ProofOutcome.Unanswered))]
    public void Answer_SaysThisOfThePassword(int? failure, bool? verdict, string expected)
    {
        var shown = new ProofSecret("password");
        if (verdict is { } said)
        {
            shown.Report("password", said);
        }

        var state = failure is null ? RegistrationState.Registered : RegistrationState.Failing;
        var status = new RegistrationStatus(state, null, null, failure is null ? null : $"{failure} Words", []) { LastStatus = failure };

        var proof = TrunkCredential.ProofOf(status, shown, "a REGISTER");

        Assert.Equal(expected, proof.Outcome.ToString());
        Assert.DoesNotContain("password", shown.ToString(), StringComparison.Ordinal);
        Assert.Contains("a REGISTER", proof.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("carrier.example", true)]
    [InlineData("elsewhere.example", false)]
    public void Password_IsShownToTheRealmOfTheTrunkAlone(string realm, bool expected)
    {
        var trunk = new TrunkOptions { Name = "carrier", Mode = TrunkMode.Register, Username = "4711", Realm = "carrier.example" };
        var register = new SipRequest(SipMethod.Register, SipUri.Parse("sip:carrier.example"), SipHeaders.Empty);
        var challenge = new SipResponse(
            401, "Unauthorized", SipHeaders.Empty.WithAdded(HeaderNames.WwwAuthenticate, $"Digest realm=\"{realm}\", nonce=\"n1\", qop=\"auth\""));

        var isShown = TrunkCredential.ResponderOf(trunk, TrunkAccount.Of(trunk)[0], new ProofSecret("password")).TryRespond(register, challenge, out _);

        Assert.Equal(expected, isShown);
    }
}
