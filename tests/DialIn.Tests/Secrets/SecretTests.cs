using System.Text.Json;
using DialIn.Secrets;

namespace DialIn.Tests.Secrets;

public class SecretTests
{
    [Fact]
    public void Secret_IsNeverPrinted()
    {
        using var secret = Secret.Of("correct horse");
        Assert.Equal("****", secret.ToString());
        Assert.Equal("correct horse", secret.Reveal());
        Assert.DoesNotContain("horse", $"{secret} {new HeldCredential(Credential.Unstored(Machines.Name, true, Machines.Noon), new Dictionary<int, Secret> { [1] = secret })}", StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_DisposedOf_IsZeroed()
    {
        var secret = Secret.Of("correct horse");
        var bytes = secret.Utf8;
        secret.Dispose();
        Assert.DoesNotContain(bytes.ToArray(), static b => b != 0);
    }

    [Fact]
    public void Secret_Is_ComparesWholeTexts()
    {
        using var secret = Secret.Of("pässword");
        Assert.True(secret.Is("pässword"));
        Assert.False(secret.Is("pässwor"));
        Assert.False(secret.Is("password"));
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("two\tparts", "has a control character in it")]
    [InlineData(" blank", "has a blank before or after it")]
    [InlineData("a b ü:\"'", null)]
    public void FaultOf_SaysWhatIsWrong_WithoutTheSecret(string text, string? fault) => Assert.Equal(fault, Secret.FaultOf(text));

    [Fact]
    public void FaultOf_TooLong_IsAFault() => Assert.Equal("has more than 512 bytes", Secret.FaultOf(new string('x', 513)));

    [Fact]
    public void Key_AndRing_ShowOnlyTheirNumber()
    {
        using var key = SecretKey.Create();
        var ring = new KeyRing([key], "a file");
        Assert.Equal($"key {key.Id} from a file", ring.ToString());
        Assert.DoesNotContain(key.Reveal(), $"{key} {ring}", StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(() => JsonSerializer.Serialize(key));
    }

    [Theory]
    [InlineData("trunk", "trunk", "trunk/trunk")]
    [InlineData("Sipgate", "main", "trunk/sipgate/main")]
    [InlineData("a.b_c-d", "A.B_C-D", "trunk/a.b_c-d")]
    public void Name_OfATrunk_KnowsNoCase(string trunk, string account, string expected)
    {
        Assert.Equal(expected, CredentialName.OfTrunk(trunk, account).Text);
        Assert.Equal(CredentialName.OfTrunk(trunk, account), CredentialName.Stored(expected));
    }
}
