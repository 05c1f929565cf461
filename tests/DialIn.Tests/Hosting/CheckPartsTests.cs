using DialIn.BigBlueButton;
using DialIn.Hosting.Commands;
using DialIn.Ivr;
using DialIn.Tests.BigBlueButton;
using DialIn.Tests.Secrets;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Hosting;

/// <summary>What each part of <c>dialin check</c> finds, and what it tells the operator to do.</summary>
public sealed class CheckPartsTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly ServiceProvider _services =
        new ServiceCollection().AddSingleton(TimeProvider.System).AddBbbApiClient().BuildServiceProvider();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _services.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("checksum-error-new.xml", "checksumError, after", "Secret must be what bbb-conf --secret prints")]
    [InlineData("web-server.html", "the answer is not one of a BBB API", "ApiUrl must be the base of the BBB API")]
    [InlineData("server-unavailable.xml", "serverUnavailable", "see the server's log")]
    public async Task Server_ThatAnswersWrongly_IsAFaultWithARemedy(string document, string text, string remedy)
    {
        await using var bbb = await HttpBbb.StartAsync(http => http.Response.SendAsync(document));

        var finding = Assert.Single(await ServersAsync(bbb.ApiUrl));

        Assert.Equal((Verdict.Fault, "server bbb1"), (finding.Verdict, finding.Subject));
        Assert.StartsWith(text, finding.Text, StringComparison.Ordinal);
        Assert.Contains(remedy, finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithMeetingsThatCannotBeCalled_IsAWarning()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("odd-meetings.xml"));
        var finding = Assert.Single(await ServersAsync(bbb.ApiUrl));
        Assert.Equal((Verdict.Warning, "4 of 7 meetings cannot be called"), (finding.Verdict, finding.Text));
    }

    [Fact]
    public async Task Server_Down_IsAFault()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("empty.xml"));
        await bbb.StopAsync();
        var finding = Assert.Single(await ServersAsync(bbb.ApiUrl));
        Assert.Equal(Verdict.Fault, finding.Verdict);
        Assert.Contains($"may this machine reach {bbb.ApiUrl}?", finding.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WithoutTlsThatCanBeTrusted_NamesTheCertificate()
    {
        await using var bbb = await HttpBbb.StartAsync(static http => http.Response.SendAsync("empty.xml"), tls: true);
        Assert.Contains("certificate", Assert.Single(await ServersAsync(bbb.ApiUrl)).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Server_WhoseConfigurationIsFaulty_IsNotAsked() => Assert.Empty(await ServersAsync("not a url"));

    [Fact]
    public async Task Storage_NoDatabaseYet_LeavesNone()
    {
        var finding = Assert.Single(await StorageAsync());
        Assert.Equal(Verdict.Warning, finding.Verdict);
        Assert.Contains("does not exist yet; it can be created", finding.Text, StringComparison.Ordinal);
        Assert.Equal([_folder.File("dialin.json")], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public async Task Storage_FileThatIsNoDatabase_IsAFault()
    {
        _folder.Write("dialin.db", new string('x', 5000));
        var finding = Assert.Single(await StorageAsync());
        Assert.Equal(Verdict.Fault, finding.Verdict);
        Assert.Contains("not a database", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Storage_NoPinLeft_SaysWhatToDo()
    {
        await CommandRun.OfAsync(_folder.Write("dialin.json", Settings.Documented), false, "pins", "list");
        var finding = Assert.Single(await StorageAsync(("Pins:RefillTo", "0")));
        Assert.Equal((Verdict.Warning, "dialin pins generate --count 10000, or let the service do so: Pins:RefillTo"), (finding.Verdict, finding.Remedy));
        Assert.Equal(Verdict.Ok, Assert.Single(await StorageAsync()).Verdict);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.GroupRead, false)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.OtherRead, true)]
    public void Configuration_ThatEverybodyReads_IsAWarning(UnixFileMode mode, bool warns)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var file = _folder.Write("dialin.json", Settings.Documented, mode);
        Assert.Equal(warns, ConfigurationCheck.Find(Settings.Load(file)).Any(f => f.Subject == file && f.Remedy == $"chmod o-rwx {file}"));
    }

    [Fact]
    public void Prompts_LanguageWithSomeRecordingsOnly_NamesThoseThatAreMissing()
    {
        Directory.CreateDirectory(_folder.File("prompts/qaa"));
        File.WriteAllBytes(_folder.File("prompts/qaa/welcome.wav"), []);
        var file = _folder.Write("dialin.json", Settings.Documented.Replace("\"de\", \"en\"", "\"qaa\"", StringComparison.Ordinal));

        var findings = PromptCheck.Find(Settings.Load(file, ("Prompts:Folder", "prompts")));

        Assert.All(findings, static finding => Assert.Equal(Verdict.Fault, finding.Verdict));
        Assert.Contains(findings, static finding => finding.Text.Contains("goodbye is missing in the language qaa", StringComparison.Ordinal));
        Assert.Contains(findings, static finding => finding.Text.Contains("welcome.wav: ", StringComparison.Ordinal));
    }

    [Fact]
    public void Prompts_FileWithASlipInItsName_IsAWarning()
    {
        Directory.CreateDirectory(_folder.File("prompts/en"));
        foreach (var name in new[] { "en/welcome.wav", "en/goodby.wav", "en/hold-tone.wav", "hold-tone.wav", "welcome.wav" })
        {
            File.Copy(Path.Combine(PromptFiles.BuiltInFolder, "hold-tone.wav"), _folder.File($"prompts/{name}"));
        }

        var file = _folder.Write("dialin.json", Settings.Documented.Replace("\"de\", \"en\"", "\"en\"", StringComparison.Ordinal));
        var findings = PromptCheck.Find(Settings.Load(file, ("Prompts:Folder", "prompts")));

        Assert.Equal(Verdict.Ok, findings[0].Verdict);
        Assert.Equal(
            new[] { "en/goodby.wav", "en/hold-tone.wav", "welcome.wav" }.Select(name => $"{_folder.File($"prompts/{name}")} replaces nothing: no prompt has this name"),
            findings.Skip(1).Where(static finding => finding.Verdict == Verdict.Warning).Select(static finding => finding.Text));
    }

    private Task<IReadOnlyList<Finding>> ServersAsync(string apiUrl) =>
        new ServerCheck(_services.GetRequiredService<BbbApiClient>(), new ServerSecrets(Machines.Vault()), TimeProvider.System)
            .FindAsync(Settings.Documentation(_folder, ("Servers:0:ApiUrl", apiUrl)), Token);

    private Task<IReadOnlyList<Finding>> StorageAsync(params (string Key, string? Value)[] changes) =>
        StorageCheck.FindAsync(Settings.Documentation(_folder, changes), TimeProvider.System, Token);
}
