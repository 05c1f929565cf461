using DialIn.Sip.Authentication;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Authentication;

public class DigestHeaderTests
{
    [Fact]
    [Rfc(3261, "22.4")]
    public void Challenge_WithEverything_IsRead()
    {
        Assert.True(DigestChallenge.TryParse(
            """digest  realm = "sip.example" , nonce="a\"b\\c",opaque="",stale=TRUE, algorithm=SHA-256,qop="auth,auth-int", domain="sip:x"  """,
            out var challenge));

        Assert.Equal("sip.example", challenge.Realm);
        Assert.Equal("""a"b\c""", challenge.Nonce);
        Assert.Equal("", challenge.Opaque);
        Assert.True(challenge.Stale);
        Assert.Equal("SHA-256", challenge.Algorithm);
        Assert.Equal(["auth", "auth-int"], challenge.QopOptions);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Digest")]
    [InlineData("Basic realm=\"x\"")]
    [InlineData("Digestrealm=\"x\",nonce=\"n\"")]
    [InlineData("Digest realm=\"x\"")]
    [InlineData("Digest nonce=\"n\"")]
    [InlineData("Digest realm=\"x, nonce=\"n\"")]
    [InlineData("Digest realm=\"x\" nonce=\"n\"")]
    [InlineData("Digest realm=\"x\", nonce=\"n\", realm=\"y\"")]
    [InlineData("Digest realm=\"x\", nonce=\"n\\")]
    [InlineData("Digest realm=, nonce=\"n\"")]
    [InlineData("Digest =\"x\", nonce=\"n\"")]
    [InlineData("Digest realm")]
    public void Challenge_Broken_IsRefusedWithoutThrowing(string? value) => Assert.False(DigestChallenge.TryParse(value, out _));

    [Fact]
    public void Challenge_WrittenAndRead_IsTheSame()
    {
        var challenge = new DigestChallenge { Realm = "a \"quoted\" \\ realm", Nonce = "n,=1", Opaque = "o", Algorithm = "MD5", Stale = true, QopOptions = ["auth"] };

        Assert.True(DigestChallenge.TryParse(challenge.ToString(), out var read));
        Assert.Equal(challenge with { QopOptions = [] }, read with { QopOptions = [] });
        Assert.Equal(challenge.QopOptions, read.QopOptions);
    }

    [Fact]
    [Rfc(3261, "22.4")]
    public void Authorization_Written_HasQopAndAlgorithmAsTokensAndAnEightDigitCount()
    {
        var text = Example.ToString();

        Assert.Contains(", qop=auth, ", text, StringComparison.Ordinal);
        Assert.Contains(", algorithm=MD5, ", text, StringComparison.Ordinal);
        Assert.EndsWith(", nc=0000002a", text, StringComparison.Ordinal);
        Assert.Contains("username=\"al\\\"ice\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Authorization_WrittenAndRead_IsTheSame()
    {
        Assert.True(DigestAuthorization.TryParse(Example.ToString(), out var read));
        Assert.Equal(Example, read);

        var old = Example with { Qop = null, Cnonce = null, NonceCount = null, Algorithm = null, Opaque = null };
        Assert.True(DigestAuthorization.TryParse(old.ToString(), out read));
        Assert.Equal(old, read);
    }

    [Theory]
    [InlineData("nc=0000002a", "nc=2a")]
    [InlineData("nc=0000002a", "nc=zzzzzzzz")]
    [InlineData("response=", "respond=")]
    [InlineData("uri=", "url=")]
    [InlineData("nonce=", "once=")]
    [InlineData("realm=", "ream=")]
    [InlineData("username=", "user=")]
    public void Authorization_Broken_IsRefused(string right, string wrong) =>
        Assert.False(DigestAuthorization.TryParse(Example.ToString().Replace(right, wrong, StringComparison.Ordinal), out _));

    [Fact]
    public void Authorization_AnyCutOrChange_IsRefusedOrSurvivesARoundTrip()
    {
        var text = Example.ToString();
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var variant in new[] { text[..i], text.Remove(i, 1), text.Insert(i, "\""), text.Insert(i, "\\"), text.Insert(i, ","), text.Insert(i, "=") })
            {
                if (DigestAuthorization.TryParse(variant, out var first))
                {
                    Assert.True(DigestAuthorization.TryParse(first.ToString(), out var second), variant);
                    Assert.Equal(first with { Cnonce = null, NonceCount = null }, second with { Cnonce = null, NonceCount = null });
                }
            }
        }
    }

    [Fact]
    public void Credentials_Printed_ShowNothing() => Assert.Equal("****", $"{new DigestCredentials("alice", "secret")}");

    private static DigestAuthorization Example { get; } = new()
    {
        Username = "al\"ice",
        Realm = "r",
        Nonce = "n",
        Uri = "sip:x",
        Response = "0123",
        Algorithm = "MD5",
        Cnonce = "c",
        Opaque = "o",
        Qop = "auth",
        NonceCount = 42,
    };
}
