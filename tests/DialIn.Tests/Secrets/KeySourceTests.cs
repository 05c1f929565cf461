using System.Collections;
using DialIn.Secrets;

namespace DialIn.Tests.Secrets;

public sealed class KeySourceTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TestFolder _folder = new();
    private readonly Hashtable _environment = [];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Key_InTheFile_GoesBeforeCredentialAndVariable()
    {
        using var one = SecretKey.Create();
        using var two = SecretKey.Create();
        using var three = SecretKey.Create();
        _environment[KeySource.Variable] = three.Reveal();
        Assert.Equal("the environment variable DIALIN_SECRETS_KEY", Source().Find()!.Source);
        Assert.Equal(three.Id, Source().Require().Newest.Id);

        _folder.Write(KeySource.CredentialName, two.Reveal());
        _environment["CREDENTIALS_DIRECTORY"] = _folder.Path;
        Assert.Equal(two.Id, Source("other.key").Require().Newest.Id);

        _folder.Write("own.key", one.Reveal() + "\n", Private);
        Assert.Equal(one.Id, Source("own.key").Require().Newest.Id);
    }

    [Fact]
    public void Key_Nowhere_SaysHowToMakeOne()
    {
        Assert.Null(Source().Find());
        var fault = Assert.Throws<SecretsException>(() => Source().Require());
        Assert.Contains("dialin secrets create-key", fault.Message, StringComparison.Ordinal);
        Assert.Contains(_folder.File("dialin.key"), fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_ThatOthersCanRead_IsRefused()
    {
        using var key = SecretKey.Create();
        _folder.Write("dialin.key", key.Reveal(), Private | UnixFileMode.GroupRead);
        var fault = Assert.Throws<SecretsException>(() => Source().Find());
        Assert.Contains("chmod 600", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Reveal(), fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("zz0000000000000000000000000000000000000000000000000000000000000000")]
    public void Key_ThatIsNone_IsRefusedWithoutShowingIt(string content)
    {
        _folder.Write("dialin.key", content, Private);
        var fault = Assert.Throws<SecretsException>(() => Source().Find());
        Assert.Contains("64 hexadecimal digits", fault.Message, StringComparison.Ordinal);
        Assert.True(content.Length == 0 || !fault.Message.Contains(content, StringComparison.Ordinal) || content == "secret");
    }

    [Fact]
    public void Box_WithoutTheKeyOrWithAnother_SaysWhichIsMissing()
    {
        using var secret = Secret.Of("password");
        using var key = KeyFileWriter.Create(_folder.File("dialin.key"));
        var box = new SecretBox(Source());
        var content = box.Seal(Machines.Name, 1, secret);

        File.Delete(_folder.File("dialin.key"));
        Assert.Contains($"encrypted with key {key.Id}, and there is no key", Assert.Throws<SecretsException>(() => box.Open(Machines.Name, 1, content)).Message, StringComparison.Ordinal);

        using var other = KeyFileWriter.Create(_folder.File("dialin.key"));
        var fault = Assert.Throws<SecretsException>(() => box.Open(Machines.Name, 1, content)).Message;
        Assert.Contains($"encrypted with key {key.Id}, and {_folder.File("dialin.key")} holds key {other.Id}", fault, StringComparison.Ordinal);
        Assert.Contains("dialin trunk forget sipgate", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void KeyFile_ChangedInSteps_OpensEverythingThatIsNeededAtEachStep()
    {
        var file = _folder.File("dialin.key");
        using var first = KeyFileWriter.Create(file);
        AssertPrivate(file);
        Assert.Throws<SecretsException>(() => KeyFileWriter.Create(file));

        using var second = KeyFileWriter.Append(file);
        var ring = Source().Require();
        Assert.Equal([first.Id, second.Id], ring.Keys.Select(static key => key.Id));
        Assert.Equal(second.Id, ring.Newest.Id);

        KeyFileWriter.Keep(file, second);
        Assert.Equal(second.Reveal() + "\n", File.ReadAllText(file));
        AssertPrivate(file);
    }

    [Fact]
    public void KeyFile_WithoutALineEnd_TakesAnotherKey()
    {
        using var first = SecretKey.Create();
        _folder.Write("dialin.key", first.Reveal(), Private);
        using var second = KeyFileWriter.Append(_folder.File("dialin.key"));
        Assert.Equal([first.Id, second.Id], Source().Require().Keys.Select(static key => key.Id));
    }

    private static void AssertPrivate(string file) => Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(file) == Private);

    private KeySource Source(string file = "dialin.key") => new(new SecretsOptions { KeyFile = file }, _folder.Path, _environment);
}
