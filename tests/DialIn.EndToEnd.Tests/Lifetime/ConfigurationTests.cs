using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Lifetime;

public sealed class ConfigurationTests
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(3);

    [Fact]
    public async Task Check_ServersAnswer_EndsWith0()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);

        var said = await site.Bridge.RunAsync(["check"], site.Cancel);

        Assert.Contains("server bbb1", said, StringComparison.Ordinal);
        Assert.Contains("server bbb2", said, StringComparison.Ordinal);
        Assert.Contains("No faults", said, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Servers[0].Secret, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OneServerIsDown_EndsWith1AndNamesIt()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder, servers: 2);
        site.Servers[1].Kill();

        await using var check = site.Bridge.StartVerb("check");

        Assert.Equal(1, await check.WaitForExitAsync(EndWithin, site.Cancel));
        Assert.Matches("FAULT.*server bbb2", check.Output);
        Assert.DoesNotMatch("FAULT.*server bbb1", check.Output);
    }

    [Theory]
    [InlineData("serve", 78)]
    [InlineData("check", 1)]
    public async Task Start_ConfigurationHasSeveralFaults_FailsAndNamesThemAll(string verb, int code)
    {
        using var folder = new ScratchFolder();
        var file = folder.Write("dialin.json", """
            { "DialIn": {
              "PhoneNumbers": [ { "Number": "06151-1234567", "Languages": ["de", "xx"] } ],
              "Sip": { "Listen": ["udp://127.0.0.1:99999"] },
              "Media": { "Address": "127.0.0.1", "PortRange": "29999-20000" },
              "Trunks": [ { "Name": "carrier", "Mode": "Static" } ],
              "Servers": [ { "Name": "bbb1", "ApiUrl": "bbb1.example.org", "Secret": "s3cret", "SipUri": "sip:bbb1.example.org" } ],
              "Pins": { "Lenght": 9 } } }
            """);

        await using var program = Bridge.StartProgram(folder, verb, "--config", file);

        Assert.Equal(code, await program.WaitForExitAsync(EndWithin, TestContext.Current.CancellationToken));
        string[] keys =
        [
            "PhoneNumbers:0:Number", "PhoneNumbers:0:Languages", "Sip:Listen", "Media:PortRange",
            "Trunks:0:AllowedSources", "Servers:0:ApiUrl", "Servers:0:SipUri", "Pins:Lenght",
        ];
        Assert.All(keys, key => Assert.Contains($"DialIn:{key}", program.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("Ready", program.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", program.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_PortIsTaken_EndsWith1AndSaysSo()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);

        await using var second = site.Bridge.StartVerb("serve");

        Assert.Equal(1, await second.WaitForExitAsync(EndWithin, site.Cancel));
        Assert.Contains($"udp://127.0.0.1:{site.Bridge.SipPort}: Address already in use", second.Output, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?m)^.* crit: .*$", second.Output);
        Assert.DoesNotContain("[3005]", second.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rotate")]
    [InlineData("set-password")]
    public async Task Password_WithStandardInputClosed_IsAskedOfNobody_AndTheVerbEnds(string verb)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(
            folder, trunks: "[{ \"Name\": \"carrier\", \"Mode\": \"Register\", \"Registrar\": \"sip:127.0.0.1:1\", \"Username\": \"me\" }]");
        await site.Bridge.RunAsync(["secrets", "create-key"], site.Cancel);

        await using var process = new ProgramProcess(
            "sh", ["-c", $"exec \"$0\" trunk {verb} carrier --config \"$1\" <&-", Bridge.Program, site.Bridge.Configuration], folder.Path);

        Assert.Equal(1, await process.WaitForExitAsync(EndWithin, site.Cancel));
        Assert.Contains("There is nothing to read the password from: standard input is closed.", process.Output, StringComparison.Ordinal);
    }
}
