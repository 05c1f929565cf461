using DialIn.Hosting.Configuration;
using DialIn.Tests.Hosting;

namespace DialIn.Tests.Installation;

/// <summary><c>install.sh</c>, into a root of its own.</summary>
public sealed class InstallScriptTests : IDisposable
{
    private readonly TestFolder _published = new();
    private readonly TestFolder _root = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _published.Dispose();
        _root.Dispose();
    }

    [Fact]
    public async Task Install_Upgrade_AndBack()
    {
        PublishedFolder.Make(_published.Path, "1");
        var said = await InstallAsync("sipgate");

        Assert.Contains("Installed. Now: dialin check", said, StringComparison.Ordinal);
        Assert.Equal("1\n", await Tool.SucceedAsync(_root.File("opt/dialin/dialin"), ["--version"], Token));
        Assert.Equal("/opt/dialin/dialin", new FileInfo(_root.File("usr/local/bin/dialin")).LinkTarget);
        Assert.Equal($"{PublishedFolder.Key}\n", File.ReadAllText(_root.File("etc/dialin/dialin.key")));
        Assert.True(File.Exists(_root.File("etc/systemd/system/dialin.service")));
        Assert.True(File.Exists(_root.File("etc/sysctl.d/90-dialin.conf")));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_root.File("etc/dialin/dialin.key")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead, File.GetUnixFileMode(_root.File("etc/dialin/dialin.json")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_root.File("var/lib/dialin")));
        }

        // The configuration has nothing wrong but what only the operator knows, and its database lies where the unit lets it.
        Assert.Equal("Data Source=/var/lib/dialin/dialin.db", Settings.Load(_root.File("etc/dialin/dialin.json")).Options.Storage.ConnectionString);
        var loaded = Settings.Load(_root.File("etc/dialin/dialin.json"), ("Storage:ConnectionString", "Data Source=dialin.db"));
        Assert.Collection(
            loaded.Faults(),
            static fault => Assert.StartsWith("DialIn:Trunks:0:PasswordFile = ", fault, StringComparison.Ordinal),
            static fault => Assert.StartsWith("DialIn:Servers:0:Secret = \"FILL-IN\"", fault, StringComparison.Ordinal));

        // An upgrade changes the program and nothing of the operator's.
        File.WriteAllText(_root.File("etc/dialin/dialin.json"), "mine");
        File.WriteAllText(_root.File("etc/dialin/dialin.key"), "mine");
        PublishedFolder.Make(_published.Path, "2");
        Assert.Contains("Upgraded.", await InstallAsync(), StringComparison.Ordinal);
        Assert.Equal("2\n", await Tool.SucceedAsync(_root.File("opt/dialin/dialin"), ["--version"], Token));
        Assert.Equal(("mine", "mine"), (File.ReadAllText(_root.File("etc/dialin/dialin.json")), File.ReadAllText(_root.File("etc/dialin/dialin.key"))));

        Assert.Contains("is back in", await InstallAsync("--rollback"), StringComparison.Ordinal);
        Assert.Equal("1\n", await Tool.SucceedAsync(_root.File("opt/dialin/dialin"), ["--version"], Token));
        await InstallAsync("--rollback");
        Assert.Equal("2\n", await Tool.SucceedAsync(_root.File("opt/dialin/dialin"), ["--version"], Token));
    }

    [Theory]
    [InlineData("nobody", "No example for nobody. There are: asterisk dus-net easybell ")]
    [InlineData("--rollback", "to go back to.")]
    public async Task Install_ThatMakesNoSense_SaysWhy_AndChangesNothing(string argument, string expected)
    {
        PublishedFolder.Make(_published.Path, "1");

        var run = await Tool.RunAsync(_published.File("install.sh"), [argument], Token, ("DESTDIR", _root.Path));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_root.Path));
    }

    private Task<string> InstallAsync(params string[] arguments) => Tool.SucceedAsync(_published.File("install.sh"), arguments, Token, ("DESTDIR", _root.Path));
}
