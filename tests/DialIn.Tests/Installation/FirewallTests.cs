using DialIn.Hosting.Configuration;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Installation;

/// <summary>The rules for nftables, loaded by the real program into a network of their own.</summary>
public sealed class FirewallTests : IDisposable
{
    private static readonly string Rules = Path.Combine(Checkout.Root, "sip-config/firewall/dialin.nft");

    private readonly TestFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Rules_LoadedTwice_AreThereOnce_AndDropTheRest()
    {
        var listed = await Tool.SucceedAsync("unshare", ["--map-root-user", "--net", "sh", "-c", $"nft -f {Rules} && nft -f {Rules} && nft list ruleset"], Token);

        Assert.Single(listed.Split('\n'), static line => line.Trim() == "counter packets 0 bytes 0 drop");
        var ports = new MediaOptions().PortRange;
        Assert.Contains($"udp dport {ports.First}-{ports.Last} accept", listed, StringComparison.Ordinal);
        Assert.Contains("th dport { 5060, 5061 } jump sip", listed, StringComparison.Ordinal);
        // Answers of a registrar that is in no list come in.
        Assert.Matches(@"chain sip \{\s+ct state established accept\s", listed);
    }

    [Fact]
    public async Task Template_WithoutNetworks_IsOneThatNftTakes()
    {
        var template = Path.Combine(Checkout.Root, "sip-config/ansible/roles/dialin/templates/dialin.nft.j2");
        var rules = _folder.File("dialin.nft");

        await Tool.SucceedAsync(
            "ansible",
            [
                "localhost", "-i", "localhost,", "-c", "local", "-m", "ansible.builtin.template", "-a", $"src={template} dest={rules}",
                "-e", "{\"ansible_python_interpreter\": \"/usr/bin/python3\", \"dialin_carrier_networks\": [], \"dialin_server_networks\": [\"2001:db8:2::/64\"]}",
            ],
            Token,
            ("ANSIBLE_LOCAL_TEMP", _folder.File("local")),
            ("ANSIBLE_REMOTE_TEMP", _folder.File("remote")),
            ("LC_ALL", "C.UTF-8"));

        var listed = await Tool.SucceedAsync("unshare", ["--map-root-user", "--net", "sh", "-c", $"nft -f {rules} && nft list ruleset"], Token);
        Assert.Contains("2001:db8:2::/64", listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ufw_GetsARuleForEachSourceAndProtocol()
    {
        var calls = _folder.File("calls");
        _folder.Write("ufw", $"#!/bin/sh\necho \"$*\" >> {calls}\n", UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await Tool.SucceedAsync(
            "sh", [Path.Combine(Checkout.Root, "sip-config/firewall/ufw.sh"), "203.0.113.0/24", "--", "198.51.100.10"], Token, ("PATH", $"{_folder.Path}:{Environment.GetEnvironmentVariable("PATH")}"));

        Assert.Equal(
            [
                "allow proto udp from 203.0.113.0/24 to any port 5060,5061 comment DialIn, SIP",
                "allow proto tcp from 203.0.113.0/24 to any port 5060,5061 comment DialIn, SIP",
                "allow proto udp from 198.51.100.10 to any port 5060,5061 comment DialIn, SIP",
                "allow proto tcp from 198.51.100.10 to any port 5060,5061 comment DialIn, SIP",
                "allow 20000:29999/udp comment DialIn, audio",
            ],
            File.ReadAllLines(calls));
    }
}
