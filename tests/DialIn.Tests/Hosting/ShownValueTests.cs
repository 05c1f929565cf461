using DialIn.Hosting.Configuration;

namespace DialIn.Tests.Hosting;

public sealed class ShownValueTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sip:joe:hunter22@host:5060", "sip:joe:****@host:5060")]
    [InlineData("sips:joe:hun@ter22@host", "sips:joe:****@host")]
    [InlineData("https://joe:hunter22@host/path", "https://joe:****@host/path")]
    [InlineData("ftp://joe:hun:ter22@@host", "ftp://joe:****@host")]
    [InlineData("user:hunter22@@host:6379", "user:****@host:6379")]
    [InlineData(":hunter22@host", ":****@host")]
    [InlineData("sip-trunk:hunter22@host", "sip-trunk:****@host")]
    [InlineData("joe:hun://ter22@host", "joe:****@host")]
    [InlineData("host:6379,password=hun@t:er22", "host:6379,password=****")]
    [InlineData("Data Source=dialin.db;Password=\"hun;ter22\"", "Data Source=dialin.db;Password=****")]
    [InlineData("https://host/?x=y&apiToken = hunter22", "https://host/?x=y&apiToken = ****")]
    [InlineData("pw=hunter22", "pw=****")]
    public void Value_WithAPasswordInIt_IsShownWithoutIt(string value, string shown) => Assert.Equal(shown, ShownValue.Of(value));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@")]
    [InlineData("sip")]
    [InlineData("sip:{voiceBridge}@127.0.0.1:5090")]
    [InlineData("sip:carrier.example:5061;transport=tls")]
    [InlineData("joe@host")]
    [InlineData("[2001:db8::1]:6379")]
    [InlineData("Who is it?")]
    [InlineData("30 min")]
    [InlineData("https://host/api/?x=y")]
    [InlineData("PasswordFile")]
    [InlineData("Data Source=dialin.db;Password=")]
    public void Value_WithoutOne_IsShownAsItIs(string? value) => Assert.Equal(value, ShownValue.Of(value));

    [Theory]
    [InlineData("https://joe:hunter22@host:4317/?a=hunter22#hunter22", "https://…@host:4317/?…")]
    [InlineData("https://hunter22@host/?a=hunter22", "https://…@host/?…")]
    [InlineData("https://joe:hun?ter22@host/x", "https://…")]
    [InlineData("https://hun?ter22@host/x?a=hunter22", "https://…")]
    [InlineData("https://host/x?a=hun@ter22", "https://…")]
    [InlineData("https://joe:hun://ter22@host/x", "https://…@host/x")]
    [InlineData("joe:hun://ter22@host/x", "…@host/x")]
    [InlineData("hunter22@host://x", "…@host://x")]
    [InlineData("host/x?a=hunter22", "host/x?…")]
    [InlineData("host/x?a=https://hunter22", "host/x?…")]
    [InlineData("joe:hun?ter22@host/x", "…")]
    [InlineData("host:6379,password=hun@t:er22", "host:6379,password=****")]
    [InlineData("http://host:4317", "http://host:4317")]
    [InlineData(null, null)]
    public void Url_WhoseUserOrQueryIsASlip_IsShownWithoutIt(string? value, string? shown) => Assert.Equal(shown, ShownValue.WithoutUserAndQuery(value));

    [Theory]
    [InlineData("Servers:0:Announce:Redis", "bbb1:6379,password=hunter22")]
    [InlineData("Servers:0:Announce:Redis", "bbb1:6379,hunter22")]
    [InlineData("Servers:0:Announce:Redis", "redis://:hunter22@bbb1:6379")]
    [InlineData("Servers:0:Announce:Redis", "joe:hunter22@bbb1:6379")]
    [InlineData("Servers:0:ApiUrl", "https://joe:hunter22@bbb1/bigbluebutton/api/")]
    [InlineData("Servers:0:Hooks:CallbackUrl", "https://joe:hunter22@dialin.example.org/hooks/bigbluebutton/bbb1")]
    [InlineData("Servers:0:SipUri", "sip:{voiceBridge}:hunter22@{server}")]
    [InlineData("Telemetry:OtlpEndpoint", "http://joe:hunter22@collector:4317")]
    [InlineData("Telemetry:OtlpEndpoint", "http://collector:4317/?auth=hunter22")]
    [InlineData("Telemetry:OtlpEndpoint", "http://joe:x?hunter22@collector:4317")]
    [InlineData("Trunks:0:AllowedSources:0", "https://hunter22:x?hunter22@carrier.example/x")]
    [InlineData("Trunks:0:AllowedSources:0", "carrier.example/list.json?k9=hunter22")]
    [InlineData("Storage:ConnectionString", "Host=db;Username=joe;Password=hunter22")]
    [InlineData("Http:Listen", "http://joe:hunter22@127.0.0.1:8080")]
    [InlineData("Sip:Listen:0", "udp://joe:hunter22@127.0.0.1:5060")]
    [InlineData("Trunks:1:Registrar", "sip:joe:hunter22@registrar.example.org")]
    [InlineData("Trunks:1:OutboundProxy", "sip:joe:hunter22@proxy.example.org")]
    public void Fault_AboutAValueWithAPasswordInIt_DoesNotSayThePassword(string key, string value)
    {
        var loaded = Settings.Documentation(_folder, (key, value));

        Assert.Contains(loaded.Faults(), fault => fault.StartsWith($"DialIn:{key}", StringComparison.Ordinal));
        Assert.DoesNotContain(loaded.Faults().Concat(loaded.Warnings()), static text => text.Contains("hunter22", StringComparison.Ordinal));
    }
}
