using System.Globalization;
using System.Net;
using DialIn.Simulator.Carriers;
using DialIn.Sip.Authentication;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;
using DialIn.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Simulator.Tests.Carriers;

public class RegistrarTests
{
    private const string Alice = "sip:alice@192.0.2.1:5060";
    private static readonly SipEndPoint Source = new(SipProtocol.Udp, new IPEndPoint(IPAddress.Parse("198.51.100.7"), 40000));

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private uint _cseq;

    [Theory]
    [InlineData("MD5")]
    [InlineData("SHA-256")]
    [Rfc(3261, "22.4")]
    [Rfc(8760, "2.3")]
    public void Register_RightPassword_IsBoundUnderEitherAlgorithm(string algorithm)
    {
        var registrar = Make();
        var challenge = registrar.Register(Request(), Source);
        Assert.Equal(401, challenge.Status);
        Assert.Equal(["SHA-256", "MD5"], Challenges(challenge).Select(offered => offered.Algorithm));

        var answer = registrar.Register(Request(Answer(challenge, "secret", algorithm: algorithm)), Source);
        Assert.Equal(200, answer.Status);
        Assert.Equal($"<{Alice}>;expires=600", answer.Headers[HeaderNames.Contact]);
        var binding = Assert.Single(registrar.Bindings);
        Assert.Equal("alice", binding.Username);
        Assert.Equal(Alice, binding.Contact.ToString());
        Assert.Equal(Source, binding.Source);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(401)]
    public void Register_WrongPassword_IsRefusedAsConfigured(int status)
    {
        var registrar = Make(options => options with { WrongPasswordStatus = status });
        var challenge = registrar.Register(Request(), Source);
        var answer = registrar.Register(Request(Answer(challenge, "guess")), Source);
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 401, Challenges(answer).Count > 0);
        Assert.DoesNotContain(Challenges(answer), offered => offered.Stale);
        Assert.Empty(registrar.Bindings);
    }

    [Fact]
    public void Register_UnknownUserOrOtherRealm_IsRefused()
    {
        var registrar = Make();
        var challenge = registrar.Register(Request(), Source);
        Assert.Equal(403, registrar.Register(Request(Answer(challenge, "secret", username: "bob")), Source).Status);
        Assert.Equal(403, registrar.Register(Request(Answer(challenge, "secret", realm: "elsewhere")), Source).Status);
    }

    [Fact]
    [Rfc(3261, "22.4")]
    public void Register_NonceTooOld_IsStale_AndTheNextOneIsTaken()
    {
        var registrar = Make(options => options with { NonceLifetime = TimeSpan.FromSeconds(30) });
        var challenge = registrar.Register(Request(), Source);
        _time.Advance(TimeSpan.FromSeconds(31));
        var stale = registrar.Register(Request(Answer(challenge, "secret")), Source);
        Assert.Equal(401, stale.Status);
        Assert.All(Challenges(stale), offered => Assert.True(offered.Stale));
        Assert.Equal(200, registrar.Register(Request(Answer(stale, "secret")), Source).Status);
    }

    [Fact]
    public void Register_NonceTooOldAndWrongPassword_IsNotStale()
    {
        var registrar = Make(options => options with { NonceLifetime = TimeSpan.FromSeconds(30) });
        var challenge = registrar.Register(Request(), Source);
        _time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(403, registrar.Register(Request(Answer(challenge, "guess")), Source).Status);
    }

    [Fact]
    public void Register_SameNonceCountAgain_IsStale_TheNextCountIsNot()
    {
        var registrar = Make();
        var challenge = registrar.Register(Request(), Source);
        Assert.Equal(200, registrar.Register(Request(Answer(challenge, "secret", count: 1)), Source).Status);
        Assert.Equal(401, registrar.Register(Request(Answer(challenge, "secret", count: 1)), Source).Status);
        Assert.Equal(200, registrar.Register(Request(Answer(challenge, "secret", count: 2)), Source).Status);
    }

    [Fact]
    public void Register_NonceOfNobody_IsStale()
    {
        var registrar = Make();
        var challenge = registrar.Register(Request(), Source);
        var answer = registrar.Register(Request(Answer(challenge, "secret", nonce: "made-up")), Source);
        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public void Register_AlgorithmThatWasNotOffered_IsChallengedAgain()
    {
        var registrar = Make(options => options with { Algorithms = ["SHA-256"] });
        var challenge = registrar.Register(Request(), Source);
        Assert.Equal(401, registrar.Register(Request(Answer(challenge, "secret", algorithm: "MD5")), Source).Status);
    }

    [Theory]
    [InlineData("Digest nonsense")]
    [InlineData("Basic YWxpY2U6c2VjcmV0")]
    public void Register_BrokenAuthorization_Is400(string authorization) =>
        Assert.Equal(400, Make().Register(Request(authorization), Source).Status);

    [Fact]
    [Rfc(3261, "10.3")]
    public void Register_ForSomebodyElse_Is403()
    {
        var registrar = Make();
        var challenge = registrar.Register(Request(to: "bob"), Source);
        Assert.Equal(403, registrar.Register(Request(Answer(challenge, "secret"), to: "bob"), Source).Status);
    }

    [Fact]
    [Rfc(3261, "10.2.8")]
    public void Register_TooShort_Is423WithTheLeast()
    {
        var registrar = Make(options => options with { LeastExpiry = TimeSpan.FromSeconds(60) });
        var answer = Authenticated(registrar, expires: 59);
        Assert.Equal(423, answer.Status);
        Assert.Equal("60", answer.Headers[HeaderNames.MinExpires]);
        Assert.Equal(200, Authenticated(registrar, expires: 60).Status);
    }

    [Fact]
    public void Register_TooLong_IsCutDown_AndExpires()
    {
        var registrar = Make(options => options with { LongestExpiry = TimeSpan.FromSeconds(120) });
        var answer = Authenticated(registrar, expires: 600);
        Assert.Equal($"<{Alice}>;expires=120", answer.Headers[HeaderNames.Contact]);
        _time.Advance(TimeSpan.FromSeconds(119));
        Assert.Single(registrar.Bindings);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(registrar.Bindings);
    }

    [Fact]
    [Rfc(3261, "10.2.1.1")]
    public void Register_ExpiresOfTheContact_GoesBeforeTheHeader()
    {
        var answer = Authenticated(Make(), expires: 600, contact: $"<{Alice}>;expires=90");
        Assert.Equal($"<{Alice}>;expires=90", answer.Headers[HeaderNames.Contact]);
    }

    [Fact]
    [Rfc(3261, "10.2.2")]
    public void Register_Zero_RemovesTheBinding()
    {
        var registrar = Make();
        Authenticated(registrar);
        Assert.Equal(200, Authenticated(registrar, expires: 0).Status);
        Assert.Empty(registrar.Bindings);
    }

    [Fact]
    [Rfc(3261, "10.2.2")]
    public void Register_Asterisk_RemovesAll_ButOnlyWithExpiresZero()
    {
        var registrar = Make();
        Authenticated(registrar);
        Authenticated(registrar, contact: "<sip:alice@192.0.2.2>");
        Assert.Equal(2, registrar.Bindings.Count);
        Assert.Equal(400, Authenticated(registrar, expires: 60, contact: "*").Status);
        Assert.Equal(200, Authenticated(registrar, expires: 0, contact: "*").Status);
        Assert.Empty(registrar.Bindings);
    }

    [Fact]
    public void Register_Again_RefreshesTheSameBinding()
    {
        var registrar = Make();
        Authenticated(registrar);
        _time.Advance(TimeSpan.FromSeconds(500));
        Authenticated(registrar);
        _time.Advance(TimeSpan.FromSeconds(500));
        Assert.Single(registrar.Bindings);
    }

    [Fact]
    [Rfc(3261, "10.3")]
    public void Register_OlderThanTheBinding_Is500()
    {
        var registrar = Make();
        Authenticated(registrar);
        var challenge = registrar.Register(Request(), Source);
        _cseq = 0;
        Assert.Equal(500, registrar.Register(Request(Answer(challenge, "secret")), Source).Status);
    }

    [Fact]
    public void Register_WithoutContact_AsksForTheBindings()
    {
        var registrar = Make();
        Authenticated(registrar);
        var answer = Authenticated(registrar, contact: "");
        Assert.Equal(200, answer.Status);
        Assert.Equal($"<{Alice}>;expires=600", answer.Headers[HeaderNames.Contact]);
    }

    private Registrar Make(Func<SimulatedCarrierOptions, SimulatedCarrierOptions>? change = null)
    {
        var options = new SimulatedCarrierOptions { Users = new Dictionary<string, string> { ["alice"] = "secret" } };
        return new Registrar(change is null ? options : change(options), _time);
    }

    private RegistrarAnswer Authenticated(Registrar registrar, int expires = 600, string contact = $"<{Alice}>")
    {
        var challenge = registrar.Register(Request(), Source);
        return registrar.Register(Request(Answer(challenge, "secret"), expires, contact), Source);
    }

    private SipRequest Request(string? authorization = null, int expires = 600, string contact = $"<{Alice}>", string to = "alice")
    {
        var headers = SipHeaders.Empty
            .With(HeaderNames.From, $"<sip:{to}@carrier.example>;tag=1")
            .With(HeaderNames.To, $"<sip:{to}@carrier.example>")
            .With(HeaderNames.CallId, "one-call")
            .With(HeaderNames.CSeq, (++_cseq).ToString(CultureInfo.InvariantCulture) + " REGISTER")
            .With(HeaderNames.Expires, expires.ToString(CultureInfo.InvariantCulture));
        headers = contact.Length == 0 ? headers : headers.With(HeaderNames.Contact, contact);
        headers = authorization is null ? headers : headers.With(HeaderNames.Authorization, authorization);
        return new SipRequest(SipMethod.Register, SipUri.Parse("sip:carrier.example"), headers);
    }

    private static List<DigestChallenge> Challenges(RegistrarAnswer answer)
    {
        var challenges = new List<DigestChallenge>();
        foreach (var value in answer.Headers.GetAll(HeaderNames.WwwAuthenticate))
        {
            Assert.True(DigestChallenge.TryParse(value, out var challenge));
            challenges.Add(challenge);
        }

        return challenges;
    }

    private static string Answer(
        RegistrarAnswer refusal, string password, string username = "alice", string? realm = null, string algorithm = "SHA-256",
        uint count = 1, string? nonce = null)
    {
        var challenges = Challenges(refusal);
        var challenge = challenges.FirstOrDefault(offered => offered.Algorithm == algorithm) ?? challenges[0];
        nonce ??= challenge.Nonce;
        realm ??= challenge.Realm;
        return new DigestAuthorization
        {
            Username = username,
            Realm = realm,
            Nonce = nonce,
            Uri = "sip:carrier.example",
            Algorithm = algorithm,
            Cnonce = "c",
            Qop = "auth",
            NonceCount = count,
            Response = DigestComputation.Response(
                algorithm, username, realm, password, "REGISTER", "sip:carrier.example", nonce, "c", count, "auth"),
        }.ToString();
    }
}
