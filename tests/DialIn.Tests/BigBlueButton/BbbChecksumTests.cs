using DialIn.BigBlueButton;

namespace DialIn.Tests.BigBlueButton;

public class BbbChecksumTests
{
    private const string Query = "name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444";
    private const string Secret = "639259d4-9dd8-4b25-bf01-95f9567eaf4b";

    // The example of BBB's own documentation; SHA-384 and SHA-512 were computed with coreutils' sha384sum and sha512sum.
    [Theory]
    [InlineData(ChecksumAlgorithm.Sha1, "1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17")]
    [InlineData(ChecksumAlgorithm.Sha256, "da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e")]
    [InlineData(ChecksumAlgorithm.Sha384, "891ac633df39d0a1b4f8d597f3e190833216c4b29c4fb51ea3ca72757eeb958d6e7b49a845cf29f5c6019c7d29d029d1")]
    [InlineData(ChecksumAlgorithm.Sha512, "de73ad61d11a5c801b68d4bd6ec5248546085cefb0b25c85f3c46249ea93a3a4b120f92c0a8a58d7512cb77821884951a3b01245f3435dbbef49fff3cc3988b4")]
    internal void Compute_ExampleOfTheDocumentation_IsTheKnownValue(ChecksumAlgorithm algorithm, string expected) =>
        Assert.Equal(expected, BbbChecksum.Compute("create", Query, Secret, algorithm));

    [Fact]
    public void Compute_NoQuery_SignsNameAndSecret() =>
        Assert.Equal("a5370c5f3d97d56d53b435684cdbc429c2898a3bf9f435518b4279e1e0dbfc8c", BbbChecksum.Compute("getMeetings", "", Secret, ChecksumAlgorithm.Sha256));

    [Fact]
    public void Compute_UnknownAlgorithm_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BbbChecksum.Compute("create", "", Secret, (ChecksumAlgorithm)99));
}
