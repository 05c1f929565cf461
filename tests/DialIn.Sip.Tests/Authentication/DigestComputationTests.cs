using DialIn.Sip.Authentication;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Authentication;

public class DigestComputationTests
{
    private const string Nonce7616 = "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v";
    private const string Cnonce7616 = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

    [Theory]
    [InlineData(null, "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("md5", "8ca523f5e9506fed4657c9700eebdbec")]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [Rfc(3261, "22.4")]
    [Rfc(8760, "2.2")]
    public void Response_PublishedExample_IsReproduced(string? algorithm, string expected) =>
        Assert.Equal(
            expected,
            DigestComputation.Response(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life", "GET", "/dir/index.html", Nonce7616, Cnonce7616, 1, "auth"));

    [Fact]
    [Rfc(3261, "22.4")]
    public void Response_WithoutQop_LeavesOutCountAndCnonce() =>
        Assert.Equal(
            "670fd8c2df070c60b045671b8b24ff02",
            DigestComputation.Response("MD5", "Mufasa", "testrealm@host.com", "Circle Of Life", "GET", "/dir/index.html", "dcd98b7102dd2f0e8b11d0f600bfb0c093", "ignored", 7, null));

    [Fact]
    public void Response_UnknownAlgorithm_Throws() =>
        Assert.Throws<ArgumentException>(() => DigestComputation.Response("SHA-1", "u", "r", "p", "M", "sip:x", "n", null, 1, null));

    [Theory]
    [InlineData("secret", true)]
    [InlineData("Secret", false)]
    public void Verify_AcceptsOnlyTheRightPassword(string password, bool expected)
    {
        var authorization = new DigestAuthorization
        {
            Username = "u",
            Realm = "r",
            Nonce = "n",
            Uri = "sip:x",
            Algorithm = "SHA-256",
            Qop = "auth",
            Cnonce = "c",
            NonceCount = 3,
            Response = DigestComputation.Response("SHA-256", "u", "r", "secret", "REGISTER", "sip:x", "n", "c", 3, "auth"),
        };

        Assert.Equal(expected, DigestComputation.Verify(authorization, password, "REGISTER"));
        Assert.False(DigestComputation.Verify(authorization, password, "INVITE"));
        Assert.False(DigestComputation.Verify(authorization with { Algorithm = "SHA-1" }, password, "REGISTER"));
    }
}
