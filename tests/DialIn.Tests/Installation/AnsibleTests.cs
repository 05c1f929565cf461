using DialIn.Tests.Hosting;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Installation;

/// <summary>The playbook, by the real program, on this machine and into a root of its own.</summary>
public sealed class AnsibleTests : IDisposable
{
    private static readonly string Folder = Path.Combine(Checkout.Root, "sip-config/ansible");

    private readonly TestFolder _root = new();
    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _root.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Playbook_InstallsBothKindsOfMachines_RepeatsWhatFailed_AndThenChangesNothing()
    {
        Directory.CreateDirectory(_folder.File("published"));
        PublishedFolder.Make(_folder.File("published"), "1");
        await Tool.SucceedAsync("tar", ["-C", _folder.File("published"), "-czf", _folder.File("dialin-0.1.0.tar.gz"), "."], Token);
        // BBB servers have these.
        Directory.CreateDirectory(_root.File("opt/freeswitch/conf/dialplan/public"));
        Directory.CreateDirectory(_root.File("var/lib"));
        WriteUfw("active");
        WriteCommand("fs_clibbb", "echo '[ERROR] fs_cli.c:1699 main() Error Connecting []'");

        // Only looking works on a machine that has nothing yet.
        var looked = await PlayAsync("--check", "--diff");
        Assert.Equal((0, 2), (looked.ExitCode, Count(looked.Output, " failed=0 ")));
        Assert.Empty(Directory.GetFiles(_root.Path, "*", SearchOption.AllDirectories));

        // FreeSWITCH's client ends with 0 though it has reached nobody.
        var first = await PlayAsync();
        Assert.Equal((1, 1), (Count(first.Output, " failed=0 "), Count(first.Output, " failed=1 ")));
        Assert.Contains("Error Connecting", first.Output, StringComparison.Ordinal);

        WriteCommand("fs_clibbb", $"echo \"$*\" >> {_folder.File("told")}; echo '+OK [Success]'");
        var second = await PlayAsync();
        Assert.True(second.ExitCode == 0, second.Output);
        Assert.Equal(["-x reloadxml"], File.ReadAllLines(_folder.File("told")));

        Assert.Equal("1\n", await Tool.SucceedAsync(_root.File("opt/dialin/dialin"), ["--version"], Token));
        Assert.Equal($"{PublishedFolder.Key}\n", File.ReadAllText(_root.File("etc/dialin/dialin.key")));
        Same("systemd/dialin.service", "etc/systemd/system/dialin.service");
        Same("systemd/90-dialin.conf", "etc/sysctl.d/90-dialin.conf");
        Same("firewall/dialin.nft", "etc/nftables.d/dialin.nft");
        Same("freeswitch/dialplan/public/dialin_bridge.xml", "opt/freeswitch/conf/dialplan/public/dialin_bridge.xml");
        Assert.Equal(["allow from 192.0.2.10 to any port 5060", "allow from 192.0.2.10 to any port 16384:32768 proto udp"], File.ReadAllLines(_folder.File("rules")));
        var loaded = Settings.Load(_root.File("etc/dialin/dialin.json"), ("Storage:ConnectionString", "Data Source=dialin.db"));
        Assert.All(loaded.Faults(), static fault => Assert.Contains("FILL-IN", fault, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            // It was published with the modes of a strict umask.
            Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(_root.File("opt/dialin-0.1.0/dialin")));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_root.File("etc/dialin/dialin.key")));
        }

        Assert.Equal(2, Count((await PlayAsync()).Output, " changed=0 "));

        // A server that is open to the world: nothing is done there.
        WriteUfw("inactive");
        File.Delete(_root.File("opt/freeswitch/conf/dialplan/public/dialin_bridge.xml"));
        var open = await PlayAsync("--limit", "bbb_servers");
        Assert.NotEqual(0, open.ExitCode);
        Assert.Contains("ufw is not active on this server, so port 5060 is open to everybody", open.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(_root.File("opt/freeswitch/conf/dialplan/public/dialin_bridge.xml")));
    }

    private void WriteUfw(string status) => WriteCommand(
        "ufw",
        $"if [ \"$*\" = status ]; then echo Status: {status}; elif grep -qsxF \"$*\" {_folder.File("rules")}; then echo Skipping adding existing rule; else echo \"$*\" >> {_folder.File("rules")}; echo Rule added; fi");

    private void WriteCommand(string name, string script)
    {
        File.Delete(_folder.File(name));
        _folder.Write(name, $"#!/bin/sh\n{script}\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private static int Count(string text, string wanted) => text.Split(wanted).Length - 1;

    // Comments may differ, since the example's ask for values that Ansible has put in.
    private void Same(string example, string installed) => Assert.Equal(Lines(Path.Combine(Checkout.Root, "sip-config", example)), Lines(_root.File(installed)));

    private static List<string> Lines(string file) =>
        [.. File.ReadLines(file).Select(static line => line.Trim().Replace("^(192", "^192", StringComparison.Ordinal).Replace("10)$", "10$", StringComparison.Ordinal)).Where(static line => !line.StartsWith('#') && !line.StartsWith("Lets the", StringComparison.Ordinal) && !line.StartsWith("Written by", StringComparison.Ordinal))];

    private Task<Tool> PlayAsync(params string[] more) => Tool.RunAsync(
        "ansible-playbook",
        [
            "-i", Path.Combine(Folder, "inventory.example.yml"), Path.Combine(Folder, "site.yml"), "--connection", "local",
            "-e", $"ansible_become=false ansible_python_interpreter=/usr/bin/python3 dialin_root={_root.Path} dialin_archive={_folder.File("dialin-0.1.0.tar.gz")} dialin_user={Environment.UserName} dialin_admin={Environment.UserName} dialin_fs_cli={_folder.File("fs_clibbb")}",
            .. more,
        ],
        Token,
        ("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"),
        ("ANSIBLE_LOCAL_TEMP", _folder.File("local")),
        ("ANSIBLE_REMOTE_TEMP", _folder.File("remote")),
        ("ANSIBLE_NOCOLOR", "1"),
        ("LC_ALL", "C.UTF-8"));
}
