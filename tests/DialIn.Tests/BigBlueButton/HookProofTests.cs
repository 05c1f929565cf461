using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Hooks;

namespace DialIn.Tests.BigBlueButton;

/// <summary>The checksums were computed by JavaScript (node), as bbb-webhooks does: JSON.stringify, URLSearchParams, crypto.</summary>
public class HookProofTests
{
    private const string Url = "https://dialin.example.org/hooks/bigbluebutton/bbb1";
    private const string Secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b";
    private const string Body =
        "domain=bbb1.example.org&event=%5B%7B%22data%22%3A%7B%22type%22%3A%22event%22%2C%22id%22%3A%22meeting-created%22%2C%22attributes%22%3A%7B%22meeting%22%3A%7B%22internal-meeting-id%22%3A%22abc-1%22%2C%22external-meeting-id%22%3A%22Raum+%5C%22%C3%84%5C%22+%F0%9F%98%80%2F%E2%80%A8%5Cu001f%22%2C%22name%22%3A%22%3Cb%3E%26%27%2B%5C%5C+%7F%C2%A0%22%2C%22voice-conf%22%3A%2271347%22%2C%22create-time%22%3A1698771157700%7D%7D%2C%22event%22%3A%7B%22ts%22%3A1708381132686%7D%7D%7D%5D&timestamp=1708381132687";

    private const string Old = "219454bacfdf8c18f97290db59c7d2a24bf92dcd";

    [Theory]
    [InlineData(Old)]
    [InlineData("9c973d1fe01043d9fc16638a1df441cee4f356df")]
    [InlineData("c9f1c8361b6f433b706a10ff12d7a09d406e68b37faefefb345d759444bd8f1d")]
    [InlineData("C9F1C8361B6F433B706A10FF12D7A09D406E68B37FAEFEFB345D759444BD8F1D")]
    [InlineData("c1cb4c1212a489fc4d68b1bbb144e441081e2f0bb9dc102c0b50f5fb96d4222f9d3481f2589665ecb1eb287ea983bce9")]
    [InlineData("8ace93b7ff6a45101fc0e25982afb1baf916649006a808a29165e798f55bb46dff5f48bea2da9ffca93b1cfbdcae09477edad494964835c727179082a021a44b")]
    public void Checksum_OfEitherEraAndAnyHash_Holds(string checksum) =>
        Assert.True(HookProof.IsSigned(checksum, ["http://other.example.org/", Url], Body, HookForm.Read(Body), ["other", Secret], only: null));

    [Theory]
    [InlineData("")]
    [InlineData("219454bacfdf8c18f97290db59c7d2a24bf92dce")]
    [InlineData("219454bacfdf8c18f97290db59c7d2a24bf92dc")]
    public void Checksum_OfSomethingElse_DoesNotHold(string checksum) =>
        Assert.False(HookProof.IsSigned(checksum, [Url], Body, HookForm.Read(Body), [Secret], only: null));

    [Fact]
    public void Checksum_OtherBodySecretOrUrl_DoesNotHold()
    {
        var other = Body.Replace("71347", "71348", StringComparison.Ordinal);
        Assert.False(HookProof.IsSigned(Old, [Url], other, HookForm.Read(other), [Secret], only: null));
        Assert.False(HookProof.IsSigned(Old, [Url], Body, HookForm.Read(Body), ["another"], only: null));
        Assert.False(HookProof.IsSigned(Old, [Url + "x"], Body, HookForm.Read(Body), [Secret], only: null));
    }

    [Fact]
    public void Checksum_OfAnAlgorithmThatIsNotTaken_DoesNotHold()
    {
        Assert.False(HookProof.IsSigned(Old, [Url], Body, HookForm.Read(Body), [Secret], ChecksumAlgorithm.Sha256));
        Assert.True(HookProof.IsSigned(Old, [Url], Body, HookForm.Read(Body), [Secret], ChecksumAlgorithm.Sha1));
    }

    [Fact]
    public void Token_IsTheSecretOrNothing()
    {
        Assert.True(HookProof.IsSecret(Secret, ["other", Secret]));
        Assert.False(HookProof.IsSecret("", [Secret]));
        Assert.False(HookProof.IsSecret(Secret + " ", [Secret]));
    }

    [Fact]
    public void Form_PrintsNothing() => Assert.Equal("****", HookForm.Read(Body).ToString());
}
