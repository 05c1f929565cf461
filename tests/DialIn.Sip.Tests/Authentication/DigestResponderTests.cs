using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Authentication;

public class DigestResponderTests
{
    private static readonly SipRequest Register = new(SipMethod.Register, SipUri.Parse("sip:registrar.example"), SipHeaders.Empty);

    [Fact]
    [Rfc(3261, "22.2")]
    public void Challenge_IsAnsweredWithTheRightProof()
    {
        Assert.True(Responder().TryRespond(Register, Challenge(401, Md5("n1")), out var headers));

        var answer = Single(headers, HeaderNames.Authorization);
        Assert.Equal(("alice", "r", "n1", "sip:registrar.example", "o"), (answer.Username, answer.Realm, answer.Nonce, answer.Uri, answer.Opaque));
        Assert.Equal(("auth", 1u, "MD5"), (answer.Qop, answer.NonceCount, answer.Algorithm));
        Assert.True(DigestComputation.Verify(answer, "secret", "REGISTER"));
    }

    [Fact]
    [Rfc(3261, "22.3")]
    public void ProxyChallenge_IsAnsweredInItsOwnHeader()
    {
        Assert.True(Responder().TryRespond(Register, Challenge(407, Md5("n1")), out var headers));

        Assert.Single(headers);
        Single(headers, HeaderNames.ProxyAuthorization);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Rfc(8760, "2.4")]
    public void TwoAlgorithmsForARealm_Sha256IsChosenInAnyOrder(bool first)
    {
        string[] challenges = [Md5("n1"), """Digest realm="r", nonce="n1", qop="auth", algorithm=SHA-256"""];
        Assert.True(Responder().TryRespond(Register, Challenge(401, first ? [.. challenges.Reverse()] : challenges), out var headers));

        var answer = Single(headers, HeaderNames.Authorization);
        Assert.Equal("SHA-256", answer.Algorithm);
        Assert.True(DigestComputation.Verify(answer, "secret", "REGISTER"));
    }

    [Fact]
    [Rfc(3261, "22.3")]
    public void SeveralRealms_EachGetsItsAnswer()
    {
        Assert.True(Responder().TryRespond(Register, Challenge(401, Md5("n1"), Md5("n2", "other")), out var headers));

        Assert.Equal(["r", "other"], headers.GetAll(HeaderNames.Authorization).Select(value => Parse(value).Realm));
    }

    [Fact]
    [Rfc(3261, "22.3")]
    public void SecondChallengeOfAnotherRealm_KeepsTheFirstAnswer()
    {
        var responder = Responder();
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));
        Assert.True(responder.TryRespond(With(first), Challenge(401, Md5("n2", "other")), out var second));

        Assert.Equal(["r", "other"], second.GetAll(HeaderNames.Authorization).Select(value => Parse(value).Realm));
    }

    [Fact]
    [Rfc(3261, "22.1")]
    public void SameNonceAgain_IsARefusal_AndThatNonceIsNeverAnsweredAgain()
    {
        var responder = Responder();
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));

        Assert.False(responder.TryRespond(With(first), Challenge(401, Md5("n1")), out _));
        Assert.False(responder.TryRespond(Register, Challenge(401, Md5("n1")), out _));
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n2")), out _));
    }

    [Fact]
    [Rfc(3261, "22.1")]
    public void NewNonceWithoutStale_AfterAFreshAnswer_IsARefusal()
    {
        var responder = Responder();
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));

        Assert.False(responder.TryRespond(With(first), Challenge(401, Md5("n2")), out _));
    }

    [Fact]
    [Rfc(3261, "22.4")]
    public void StaleNonce_IsReplacedAndCountsFromOne()
    {
        var responder = Responder();
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));

        Assert.True(responder.TryRespond(With(first), Challenge(401, Md5("n2") + ", stale=true"), out var second));

        var answer = Single(second, HeaderNames.Authorization);
        Assert.Equal(("n2", 1u), (answer.Nonce, answer.NonceCount));
    }

    [Fact]
    [Rfc(3261, "22.4")]
    public void NonceUsedAgain_InALaterRequest_CountsUp()
    {
        var responder = Responder();
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out _));
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var second));
        Assert.Equal(2u, Single(second, HeaderNames.Authorization).NonceCount);

        // A reused nonce that is too old by now, though nobody says "stale": one more try, with the new nonce from one.
        Assert.True(responder.TryRespond(With(second), Challenge(401, Md5("n2")), out var third));
        Assert.Equal(("n2", 1u), (Single(third, HeaderNames.Authorization).Nonce, Single(third, HeaderNames.Authorization).NonceCount));
        Assert.False(responder.TryRespond(With(third), Challenge(401, Md5("n3")), out _));
    }

    [Fact]
    public void ChallengeWithoutQop_IsAnsweredInTheOldForm()
    {
        Assert.True(Responder().TryRespond(Register, Challenge(401, """Digest realm="r", nonce="n1" """), out var headers));

        var answer = Single(headers, HeaderNames.Authorization);
        Assert.Equal((null, null, null, null), (answer.Qop, answer.Cnonce, answer.NonceCount, answer.Algorithm));
        Assert.True(DigestComputation.Verify(answer, "secret", "REGISTER"));
    }

    [Theory]
    [InlineData("""Digest realm="r", nonce="n", algorithm=SHA-512-256, qop="auth" """)]
    [InlineData("""Digest realm="r", nonce="n", algorithm=AKAv1-MD5, qop="auth" """)]
    [InlineData("""Digest realm="r", nonce="n", qop="auth-int" """)]
    [InlineData("""Basic realm="r" """)]
    [InlineData("rubbish")]
    public void ChallengeThatWeCannotMeet_IsNotAnswered(string challenge) =>
        Assert.False(Responder().TryRespond(Register, Challenge(401, challenge), out _));

    [Fact]
    public void RealmOfSomeoneElse_GetsNoCredentials() =>
        Assert.False(new DigestResponder(new DigestCredentials("alice", "secret", "mine")).TryRespond(Register, Challenge(401, Md5("n1")), out _));

    [Fact]
    public void NoPasswordYet_GetsNoCredentials() =>
        Assert.False(new DigestResponder(new DigestCredentials("alice", () => null)).TryRespond(Register, Challenge(401, Md5("n1")), out _));

    [Fact]
    public void PasswordChanged_TheNextAnswerHasTheNewOne()
    {
        var password = "old";
        var responder = new DigestResponder(new DigestCredentials("alice", () => password));
        password = "new";
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var headers));

        Assert.True(DigestComputation.Verify(Single(headers, HeaderNames.Authorization), "new", "REGISTER"));
    }

    [Fact]
    [Rfc(3261, "16.7")]
    public void ChallengesOfARegistrarAndAProxyInOneResponse_AreBothAnswered()
    {
        var challenge = new SipResponse(401, "", SipHeaders.Empty
            .WithAdded(HeaderNames.WwwAuthenticate, Md5("n1")).WithAdded(HeaderNames.ProxyAuthenticate, Md5("n2", "proxy")));
        Assert.True(Responder().TryRespond(Register, challenge, out var headers));

        Assert.Equal(("r", "n1"), (Single(headers, HeaderNames.Authorization).Realm, Single(headers, HeaderNames.Authorization).Nonce));
        Assert.Equal("proxy", Single(headers, HeaderNames.ProxyAuthorization).Realm);
    }

    [Theory]
    [InlineData("INVITE", false)]
    [InlineData("BYE", false)]
    [InlineData("INFO", false)]
    [InlineData("UPDATE", false)]
    [InlineData("REGISTER", true)]
    [InlineData("OPTIONS", true)]
    public void CredentialsWithoutARealm_AreShownOnRequestsOfOurOwnAccordOnly(string method, bool expected)
    {
        Assert.True(SipMethod.TryParse(method, out var parsed));
        var request = new SipRequest(parsed, SipUri.Parse("sip:registrar.example"), SipHeaders.Empty);

        Assert.Equal(expected, Responder().TryRespond(request, Challenge(401, Md5("n1")), out _));
        Assert.Equal(expected, Responder().TryRespond(request, Challenge(407, Md5("n1")), out _));
        Assert.True(new DigestResponder(new DigestCredentials("alice", "secret", "r")).TryRespond(request, Challenge(401, Md5("n1")), out _));
    }

    [Fact]
    public void TwoPasswords_TheSecondIsShownOnceTheFirstIsRefused_AndKeptAfterwards()
    {
        var secrets = new TwoSecrets("new", "old");
        var responder = new DigestResponder(new DigestCredentials("alice", secrets));
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));
        Assert.True(DigestComputation.Verify(Single(first, HeaderNames.Authorization), "new", "REGISTER"));
        Assert.True(responder.TryRespond(With(first), Challenge(401, Md5("n2")), out var second));
        Assert.True(DigestComputation.Verify(Single(second, HeaderNames.Authorization), "old", "REGISTER"));

        Assert.False(responder.OnFinal(With(second), new SipResponse(200, "OK", SipHeaders.Empty)));
        Assert.Equal(["new refused", "old accepted"], secrets.Reports);
        Assert.Equal("r", responder.AcceptedRealm);

        // A refresh must not show the wrong one each time: some registrars lock the account.
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n3")), out var refresh));
        Assert.True(DigestComputation.Verify(Single(refresh, HeaderNames.Authorization), "old", "REGISTER"));
    }

    [Fact]
    public void TwoPasswords_TheRegistrarRepeatsItsNonce_TheSecondCountsOn()
    {
        var responder = new DigestResponder(new DigestCredentials("alice", new TwoSecrets("new", "old")));
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));
        Assert.True(responder.TryRespond(With(first), Challenge(401, Md5("n1")), out var second));

        Assert.Equal(2u, Single(second, HeaderNames.Authorization).NonceCount);
        Assert.True(DigestComputation.Verify(Single(second, HeaderNames.Authorization), "old", "REGISTER"));
        Assert.False(responder.TryRespond(With(second), Challenge(401, Md5("n1")), out _));
    }

    [Fact]
    public void TwoPasswords_BothRefused_TheAttemptEnds_AndTheNextOneBeginsAnew()
    {
        var secrets = new TwoSecrets("new", "old");
        var responder = new DigestResponder(new DigestCredentials("alice", secrets));
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));
        Assert.True(responder.TryRespond(With(first), Challenge(401, Md5("n2")), out var second));
        Assert.False(responder.TryRespond(With(second), Challenge(401, Md5("n3")), out _));
        Assert.Equal(["new refused", "old refused"], secrets.Reports);

        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n4")), out var later));
        Assert.True(DigestComputation.Verify(Single(later, HeaderNames.Authorization), "new", "REGISTER"));
    }

    [Fact]
    public void Forbidden_IsARefusal_AndTellsWhetherAnotherPasswordIsLeft()
    {
        var secrets = new TwoSecrets("new", "old");
        var responder = new DigestResponder(new DigestCredentials("alice", secrets));
        var forbidden = new SipResponse(403, "", SipHeaders.Empty);
        Assert.False(responder.OnFinal(Register, forbidden));

        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n1")), out var first));
        Assert.True(responder.OnFinal(With(first), forbidden));
        Assert.True(responder.TryRespond(Register, Challenge(401, Md5("n2")), out var second));
        Assert.True(DigestComputation.Verify(Single(second, HeaderNames.Authorization), "old", "REGISTER"));
        Assert.False(responder.OnFinal(With(second), forbidden));
        Assert.Equal(["new refused", "old refused"], secrets.Reports);
    }

    private static DigestResponder Responder() => new(new DigestCredentials("alice", "secret"));

    private static string Md5(string nonce, string realm = "r") => $"""Digest realm="{realm}", nonce="{nonce}", opaque="o", algorithm=MD5, qop="auth,auth-int" """.Trim();

    private static SipRequest With(SipHeaders headers) => Register.With(headers);

    private static SipResponse Challenge(int status, params string[] challenges)
    {
        var headers = SipHeaders.Empty;
        foreach (var challenge in challenges)
        {
            headers = headers.WithAdded(status == 407 ? HeaderNames.ProxyAuthenticate : HeaderNames.WwwAuthenticate, challenge);
        }

        return new SipResponse(status, "", headers);
    }

    private static DigestAuthorization Single(SipHeaders headers, string name) => Parse(Assert.Single(headers.GetAll(name)));

    private static DigestAuthorization Parse(string value)
    {
        Assert.True(DigestAuthorization.TryParse(value, out var authorization));
        return authorization;
    }

    private sealed class TwoSecrets(params string[] passwords) : IDigestSecrets
    {
        public List<string> Reports { get; } = [];

        public IReadOnlyList<string> Find() => passwords;

        public void Report(string password, bool accepted) => Reports.Add($"{password} {(accepted ? "accepted" : "refused")}");
    }
}
