namespace DialIn.Tests.Hosting;

public sealed class AnnounceRulesTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Servers:0:Announce:Redis", "bbb1.example.org")]
    [InlineData("Servers:0:Announce:Redis", ":6379")]
    [InlineData("Servers:0:Announce:Redis", "bbb1:0")]
    [InlineData("Servers:0:Announce:Redis", "bbb1:6379,password=secret")]
    [InlineData("Servers:0:Announce:ChatSender", "")]
    [InlineData("Servers:0:Announce:ChatSender", "a person")]
    [InlineData("Servers:0:Announce:Language", "Deutsch!")]
    [InlineData("Servers:0:Hooks:CallbackUrl", "dialin.example.org")]
    [InlineData("Servers:0:Hooks:CallbackUrl", "https://dialin.example.org/hooks/bigbluebutton/bbb2")]
    [InlineData("Servers:0:Hooks:CallbackUrl", "ftp://dialin.example.org/hooks/bigbluebutton/bbb1")]
    [InlineData("Servers:0:Hooks:Checksum", "md5")]
    [InlineData("Servers:0:Announce:RedisPasswordFile", "missing.password")]
    public void Value_ThatCannotBeRight_IsNamedWithWhatWouldBe(string key, string value)
    {
        var fault = Assert.Single(Settings.Documentation(_folder, (key, value)).Faults(), fault => fault.StartsWith($"DialIn:{key}", StringComparison.Ordinal));
        Assert.Contains(key.EndsWith("PasswordFile", StringComparison.Ordinal) ? "does not exist" : "must be", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:6379")]
    [InlineData("[2001:db8::1]:6379")]
    [InlineData("redis.bbb1.example.org:16379")]
    public void Values_ThatAreRight_AreTaken(string redis) => Assert.Empty(Settings.Documentation(
        _folder,
        ("Servers:0:Announce:Redis", redis),
        ("Servers:0:Announce:ChatSender", "{moderator}"),
        ("Servers:0:Announce:Language", "de"),
        ("Servers:0:Announce:RedisPasswordFile", _folder.Write("redis.password", "p", UnixFileMode.UserRead)),
        ("Servers:0:Hooks:CallbackUrl", "https://dialin.example.org/hooks/bigbluebutton/bbb1"),
        ("Servers:0:Hooks:Checksum", "sha256")).Faults());

    [Fact]
    public void PasswordFile_ThatOthersRead_IsAFault_AndOneWithoutRedisAWarning()
    {
        var file = _folder.Write("redis.password", "p", UnixFileMode.UserRead | UnixFileMode.OtherRead);
        var loaded = Settings.Documentation(_folder, ("Servers:0:Announce:RedisPasswordFile", file));

        Assert.Contains(loaded.Faults(), static fault => fault.Contains("can be read by others", StringComparison.Ordinal));
        Assert.Contains(loaded.Warnings(), static warning => warning.StartsWith("DialIn:Servers:0:Announce:Redis", StringComparison.Ordinal));
    }
}
