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
        Assert.Equal("1\n", await VersionAsync());
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
        File.AppendAllText(_published.File("sip-config/systemd/dialin.service"), "# of 2\n");
        Assert.Contains("Upgraded.", await InstallAsync(), StringComparison.Ordinal);
        Assert.Equal("2\n", await VersionAsync());
        Assert.Equal(("mine", "mine"), (File.ReadAllText(_root.File("etc/dialin/dialin.json")), File.ReadAllText(_root.File("etc/dialin/dialin.key"))));
        Assert.EndsWith("# of 2\n", File.ReadAllText(_root.File("etc/systemd/system/dialin.service")), StringComparison.Ordinal);
        // A service that runs reads from its own file as it goes.
        Assert.Equal("1\n", await VersionAsync("opt/dialin-1"));

        // Once more is nothing, and takes nobody's way back; built anew under the same version is another program.
        Assert.Contains("already.", await InstallAsync(), StringComparison.Ordinal);
        Assert.Equal("dialin-1", new FileInfo(_root.File("opt/dialin.previous")).LinkTarget);
        File.AppendAllText(_published.File("dialin"), "# built anew\n");
        await InstallAsync();
        Assert.Equal(("dialin-2-2", "dialin-2"), (new FileInfo(_root.File("opt/dialin")).LinkTarget, new FileInfo(_root.File("opt/dialin.previous")).LinkTarget));

        PublishedFolder.Make(_published.Path, "3");
        await InstallAsync();
        Assert.Contains("leads to dialin-2-2 again", await InstallAsync("--rollback"), StringComparison.Ordinal);
        Assert.Equal("2\n", await VersionAsync());
        Assert.EndsWith("# of 2\n", File.ReadAllText(_root.File("etc/systemd/system/dialin.service")), StringComparison.Ordinal);
        await InstallAsync("--rollback");
        Assert.Equal("3\n", await VersionAsync());
        Assert.Equal(["dialin", "dialin-1", "dialin-2", "dialin-2-2", "dialin-3", "dialin.previous"], Directory.GetFileSystemEntries(_root.File("opt")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Install_OfAProgramThatDoesNotRun_ChangesNothing()
    {
        PublishedFolder.Make(_published.Path, "1", isBroken: true);

        var run = await Tool.RunAsync(_published.File("install.sh"), ["sipgate"], Token, ("DESTDIR", _root.Path));

        Assert.Equal((1, "The program does not run on this machine. Nothing was changed.\n"), (run.ExitCode, run.Error));
        Assert.Empty(Directory.GetFiles(_root.Path, "*", SearchOption.AllDirectories));

        // An empty key, as somebody's script may have left it, is none.
        PublishedFolder.Make(_published.Path, "1");
        Directory.CreateDirectory(_root.File("etc/dialin"));
        File.WriteAllText(_root.File("etc/dialin/dialin.key"), "");
        await InstallAsync("sipgate");
        Assert.Equal($"{PublishedFolder.Key}\n", File.ReadAllText(_root.File("etc/dialin/dialin.key")));
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

    private Task<string> VersionAsync(string folder = "opt/dialin") => Tool.SucceedAsync(_root.File($"{folder}/dialin"), ["--version"], Token);

    private Task<string> InstallAsync(params string[] arguments) => Tool.SucceedAsync(_published.File("install.sh"), arguments, Token, ("DESTDIR", _root.Path));
}
