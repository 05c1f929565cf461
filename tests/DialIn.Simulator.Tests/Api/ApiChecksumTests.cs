using DialIn.Simulator.Api;

namespace DialIn.Simulator.Tests.Api;

public class ApiChecksumTests
{
    private const string Secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b";
    private const string Query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444";

    [Theory]
    [InlineData("1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17")]
    [InlineData("da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e")]
    [InlineData("DA9185F7F333CFDFCD6EEAC32DCA3777510C4C436020D8B887BA5515BD1D189E")]
    public void KnownVector_WithSha1AndSha256_IsValid(string checksum)
    {
        Assert.True(ApiChecksum.IsValid("create", $"{Query}&checksum={checksum}", Secret));
        Assert.True(ApiChecksum.IsValid("create", $"checksum={checksum}&{Query}", Secret));
    }

    [Theory]
    [InlineData("sha384")]
    [InlineData("sha512")]
    public void LongerHashes_AreValid(string algorithm)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes("end" + "meetingID=a" + Secret);
        var checksum = Convert.ToHexStringLower(algorithm == "sha384"
            ? System.Security.Cryptography.SHA384.HashData(bytes)
            : System.Security.Cryptography.SHA512.HashData(bytes));
        Assert.True(ApiChecksum.IsValid("end", "meetingID=a&checksum=" + checksum, Secret));
    }

    [Theory]
    [InlineData("")]
    [InlineData("checksum=")]
    [InlineData("checksum=1234")]
    [InlineData("checksum=1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f18")]
    public void WrongOrMissing_IsInvalid(string parameter) =>
        Assert.False(ApiChecksum.IsValid("create", $"{Query}&{parameter}", Secret));

    [Fact]
    public void OtherCallOrOtherSecretOrOtherQuery_IsInvalid()
    {
        var signed = ApiChecksum.Sign("create", Query, Secret);
        Assert.True(ApiChecksum.IsValid("create", signed, Secret));
        Assert.False(ApiChecksum.IsValid("end", signed, Secret));
        Assert.False(ApiChecksum.IsValid("create", signed, "other"));
        Assert.False(ApiChecksum.IsValid("create", signed.Replace("abc123", "abc124", StringComparison.Ordinal), Secret));
    }

    [Fact]
    public void CallWithoutParameters_Signed_IsValid() =>
        Assert.True(ApiChecksum.IsValid("getMeetings", ApiChecksum.Sign("getMeetings", "", Secret), Secret));
}
