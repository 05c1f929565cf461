using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Sip.Tests.Authentication;

[Rfc(3261, "22")]
public class DigestServerTests
{
    private const string Realm = "dialin";
    private const string User = "carrier";
    private const string Password = "correct horse";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Dictionary<string, IReadOnlyList<DigestSecret>> _users = new()
    {
        [User] = [DigestSecret.For(User, Realm, Password)],
        ["quo\"te\\d"] = [DigestSecret.For("quo\"te\\d", Realm, Password)],
    };

    private readonly DigestServer _server;

    public DigestServerTests() => _server = Server(Realm);

    [Fact]
    [Rfc(8760, "2.4")]
    public void Challenge_OffersSha256First_ThenMd5_WithOneNonce()
    {
        var challenges = _server.Challenge(isStale: false).GetAll(HeaderNames.WwwAuthenticate).Select(Parse).ToList();

        Assert.Equal(["SHA-256", "MD5"], challenges.Select(challenge => challenge.Algorithm));
        Assert.All(challenges, challenge => Assert.Equal((Realm, false, "auth"), (challenge.Realm, challenge.Stale, challenge.QopOptions.Single())));
        Assert.Equal(challenges[0].Nonce, challenges[1].Nonce);
        Assert.NotEqual(challenges[0].Nonce, Nonce());
        Assert.True(Parse(_server.Challenge(isStale: true).GetAll(HeaderNames.WwwAuthenticate)[0]).Stale);
    }

    [Fact]
    public void Challenge_ForThoseWhoKnowNothingElse_OffersMd5Alone() =>
        Assert.Equal("MD5", Parse(Assert.Single(_server.Challenge(isStale: false, withSha256: false).GetAll(HeaderNames.WwwAuthenticate))).Algorithm);

    [Theory]
    [InlineData("SHA-256")]
    [InlineData("sha-256")]
    [InlineData("MD5")]
    [InlineData(null)]
    public void RightCredentials_ProveTheUser_WithEachAlgorithm(string? algorithm) =>
        AssertRight(User, Proof(algorithm: algorithm));

    [Fact]
    public void OurOwnClient_IsUnderstood()
    {
        var challenge = new SipResponse(401, "Unauthorized", _server.Challenge(isStale: false));
        var responder = new DigestResponder(new DigestCredentials(User, Password, Realm));
        Assert.True(responder.TryRespond(Request(), challenge, out var headers));

        Assert.Equal(DigestProof.Right, _server.Judge(Request(headers: headers), out var user));
        Assert.Equal(User, user);
    }

    [Fact]
    public void NoCredentials_OrThoseOfAnotherRealmOrScheme_AreNone()
    {
        Assert.Equal(DigestProof.None, _server.Judge(Request(), out _));
        Assert.Equal(DigestProof.None, Judge(Proof(realm: "elsewhere")));
        Assert.Equal(DigestProof.None, _server.Judge(Request(SipHeaders.Empty.WithAdded(HeaderNames.Authorization, "Basic Y2FycmllcjpwYXNz")), out _));
        Assert.Equal(DigestProof.None, _server.Judge(Request(SipHeaders.Empty.WithAdded(HeaderNames.Authorization, "Digest username=\"carrier\", realm=\"dial")), out _));
    }

    [Fact]
    [Rfc(7616, "3.4")]
    public void Proof_ShownTwice_IsStale_AndTheNextCountIsRight()
    {
        var nonce = Nonce();
        Assert.Equal(DigestProof.Right, Judge(Proof(nonce: nonce, count: 1)));

        Assert.Equal(DigestProof.Stale, Judge(Proof(nonce: nonce, count: 1)));
        Assert.Equal(DigestProof.Stale, Judge(Proof(nonce: nonce, count: 1, cnonce: "another")));
        Assert.Equal(DigestProof.Right, Judge(Proof(nonce: nonce, count: 2)));
    }

    [Fact]
    [Rfc(7616, "3.3")]
    public void Nonce_TooOld_IsStale()
    {
        var nonce = Nonce();
        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(DigestProof.Right, Judge(Proof(nonce: nonce, count: 1)));

        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(DigestProof.Stale, Judge(Proof(nonce: nonce, count: 2)));
    }

    [Fact]
    [Rfc(7616, "3.3")]
    public void Nonce_NotMadeHere_IsStaleForWhoeverKnowsThePassword_AndWrongForOthers()
    {
        string[] nonces = [Nonce(Server("other realm")), Nonce(Server(Realm)), new string('0', 64), "", "x", Nonce()[..^1], Flipped(Nonce())];

        Assert.All(nonces, nonce => Assert.Equal(DigestProof.Stale, Judge(Proof(nonce: nonce))));
        Assert.All(nonces, nonce => Assert.Equal(DigestProof.Wrong, Judge(Proof(nonce: nonce, password: "guess"))));
    }

    [Fact]
    public void UnknownUser_IsAsWrongAsAWrongPassword()
    {
        Assert.Equal(DigestProof.Wrong, Judge(Proof(user: "nobody")));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(password: "guess")));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(user: "Carrier")));
        _users["locked"] = [];
        Assert.Equal(DigestProof.Wrong, Judge(Proof(user: "locked")));
    }

    [Fact]
    public void Secrets_DuringARotation_BothCount()
    {
        _users[User] = [DigestSecret.For(User, Realm, "new"), DigestSecret.For(User, Realm, Password)];

        AssertRight(User, Proof(password: "new"));
        AssertRight(User, Proof());
        Assert.Equal(DigestProof.Wrong, Judge(Proof(password: "older")));
    }

    [Fact]
    [Rfc(7616, "3.4.6")]
    public void Proof_ForAnotherUriOrMethod_IsWrong()
    {
        Assert.Equal(DigestProof.Wrong, Judge(Proof(uri: "sip:other@192.0.2.2")));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(uri: "not a uri")));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(method: "BYE")));
        AssertRight(User, Proof(uri: "sip:4711@192.0.2.2"));
    }

    [Fact]
    [Rfc(3261, "22.4")]
    public void Proof_WithoutQopCountOrCnonce_IsWrong()
    {
        var good = Proof();

        Assert.Equal(DigestProof.Wrong, Judge(good with { Qop = null, NonceCount = null, Cnonce = null, Response = Response(good, qop: null) }));
        Assert.Equal(DigestProof.Wrong, Judge(good with { Qop = "auth-int", Response = Response(good, qop: "auth-int") }));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(count: 0)));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(cnonce: "")));
    }

    [Fact]
    public void Algorithm_OtherThanThatOfTheProof_IsWrong()
    {
        Assert.Equal(DigestProof.Wrong, Judge(Proof(algorithm: "SHA-256") with { Algorithm = "MD5" }));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(algorithm: "MD5") with { Algorithm = "SHA-256" }));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(algorithm: "MD5") with { Algorithm = "MD5-sess" }));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(algorithm: "MD5") with { Algorithm = "SHA-512-256" }));
    }

    [Fact]
    public void Username_WithQuotesAndBackslashes_IsRead() => AssertRight("quo\"te\\d", Proof(user: "quo\"te\\d"));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("zzzz")]
    [InlineData("ü")]
    public void Response_ThatIsNoHash_IsWrong(string response) => Assert.Equal(DigestProof.Wrong, Judge(Proof() with { Response = response }));

    [Fact]
    public void Parameters_OfAbsurdSize_AreWrong_AndNotRemembered()
    {
        var huge = new string('a', 50_000);

        Assert.Equal(DigestProof.Wrong, Judge(Proof(user: huge)));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(nonce: huge)));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(cnonce: huge)));
        Assert.Equal(DigestProof.Wrong, Judge(Proof(uri: "sip:" + huge)));
        Assert.Equal(DigestProof.Wrong, Judge(Proof() with { Response = huge }));
    }

    [Fact]
    public void Headers_BeyondAFew_AreNotLookedAt()
    {
        var many = SipHeaders.Empty;
        for (var i = 0; i < 200; i++)
        {
            many = many.WithAdded(HeaderNames.Authorization, (Proof() with { Realm = $"r{i}" }).ToString());
        }

        Assert.Equal(DigestProof.None, _server.Judge(Request(many.WithAdded(HeaderNames.Authorization, Proof().ToString())), out _));
        Assert.Equal(DigestProof.Right, _server.Judge(Request(many.WithPrepended(HeaderNames.Authorization, Proof().ToString())), out _));
    }

    [Fact]
    public void Secret_IsNeverPrinted()
    {
        Assert.Equal("****", DigestSecret.For(User, Realm, Password).ToString());
        Assert.DoesNotContain(Password, _server.Challenge(isStale: false).ToString() + _server, StringComparison.Ordinal);
    }

    private static DigestChallenge Parse(string value)
    {
        Assert.True(DigestChallenge.TryParse(value, out var challenge));
        return challenge;
    }

    private static string Nonce(DigestServer server) => Parse(server.Challenge(isStale: false).GetAll(HeaderNames.WwwAuthenticate)[0]).Nonce;

    private static string Flipped(string nonce) => (nonce[0] == '0' ? '1' : '0') + nonce[1..];

    private static SipRequest Request(SipHeaders? headers = null) => new(SipMethod.Invite, SipUri.Parse("sip:4711@192.0.2.2"), headers ?? SipHeaders.Empty);

    private static string Response(DigestAuthorization good, string? qop) => DigestComputation.Response(
        good.Algorithm, User, Realm, Password, "INVITE", good.Uri, good.Nonce, good.Cnonce, good.NonceCount!.Value, qop);

    private DigestServer Server(string realm) => new(realm, user => _users.GetValueOrDefault(user) ?? [], _time);

    private string Nonce() => Nonce(_server);

    private DigestAuthorization Proof(
        string user = User, string realm = Realm, string password = Password, string? nonce = null, uint count = 1, string cnonce = "c",
        string uri = "sip:4711@192.0.2.2", string method = "INVITE", string? algorithm = "SHA-256")
    {
        nonce ??= Nonce();
        return new DigestAuthorization
        {
            Username = user,
            Realm = realm,
            Nonce = nonce,
            Uri = uri,
            Response = DigestComputation.Response(algorithm, user, realm, password, method, uri, nonce, cnonce, count, "auth"),
            Algorithm = algorithm,
            Cnonce = cnonce,
            Qop = "auth",
            NonceCount = count,
        };
    }

    private DigestProof Judge(DigestAuthorization proof) =>
        _server.Judge(Request(SipHeaders.Empty.WithAdded(HeaderNames.Authorization, proof.ToString())), out _);

    private void AssertRight(string user, DigestAuthorization proof)
    {
        Assert.Equal(DigestProof.Right, _server.Judge(Request(SipHeaders.Empty.WithAdded(HeaderNames.Authorization, proof.ToString())), out var proved));
        Assert.Equal(user, proved);
    }
}
