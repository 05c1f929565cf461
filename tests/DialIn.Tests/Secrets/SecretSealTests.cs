using DialIn.Secrets;

namespace DialIn.Tests.Secrets;

public sealed class SecretSealTests : IDisposable
{
    private readonly SecretKey _key = SecretKey.Create();
    private readonly Secret _secret = Secret.Of("correct horse battery staple");

    public void Dispose()
    {
        _key.Dispose();
        _secret.Dispose();
    }

    [Fact]
    public void Sealed_OpensUnderItsNameAndVersion_AndIsDifferentEachTime()
    {
        var one = SecretSeal.Seal(_key, Machines.Name, 3, _secret);
        var two = SecretSeal.Seal(_key, Machines.Name, 3, _secret);
        Assert.NotEqual(one.Content, two.Content);
        Assert.Equal(_key.Id, one.KeyId);
        using var opened = SecretSeal.Open(_key, Machines.Name, 3, one);
        Assert.Equal(_secret.Reveal(), opened!.Reveal());
    }

    [Fact]
    public void Sealed_WithEachBitTurned_DoesNotOpen()
    {
        var content = Convert.FromBase64String(SecretSeal.Seal(_key, Machines.Name, 3, _secret).Content);
        for (var bit = 0; bit < content.Length * 8; bit++)
        {
            content[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(SecretSeal.Open(_key, Machines.Name, 3, new SealedSecret(_key.Id, Convert.ToBase64String(content))));
            content[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Sealed_ForAnotherNameOrVersionOrKey_DoesNotOpen()
    {
        var content = SecretSeal.Seal(_key, Machines.Name, 3, _secret);
        using var other = SecretKey.Create();
        Assert.Null(SecretSeal.Open(_key, CredentialName.OfServer("sipgate"), 3, content));
        // An older one in a newer's place.
        Assert.Null(SecretSeal.Open(_key, Machines.Name, 4, content));
        Assert.Null(SecretSeal.Open(other, Machines.Name, 3, content));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    public void Sealed_Rubbish_DoesNotOpen(string content) => Assert.Null(SecretSeal.Open(_key, Machines.Name, 1, new SealedSecret(_key.Id, content)));

    [Fact]
    public void Sealed_LongerThanAnySecret_DoesNotOpen() =>
        Assert.Null(SecretSeal.Open(_key, Machines.Name, 1, new SealedSecret(_key.Id, Convert.ToBase64String(new byte[12 + 16 + Secret.MaxBytes + 1]))));
}
