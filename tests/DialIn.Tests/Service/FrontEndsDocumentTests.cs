using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DialIn.Tests.Hosting;
using DialIn.Tests.Repository;
using DialIn.Tests.Storage;

namespace DialIn.Tests.Service;

/// <summary>What docs/front-ends.md has operators type is typed here, in front of the whole service; what it has them configure is read.</summary>
public partial class FrontEndsDocumentTests
{
    private const string Secret = "secret-of-the-document-63925";

    // What the document leaves out of a line that it has shown before.
    private const string ShortCurl = "curl …";
    private const string WholeCurl = """curl --silent --fail-with-body --header "Authorization: Bearer $(cat frontend.token)" """;

    // The installed program knows where its configuration is.
    private const string Dialin =
        """dialin() { case " $* " in *' --config '*) "${program[@]}" "$@" ;; *) "${program[@]}" "$@" --config "$config" ;; esac; }""";

    private static readonly string Document = File.ReadAllText(Path.Combine(Checkout.Root, "docs/front-ends.md"));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TryIt_CreatesAMeeting_AndItsRoomHasAPin()
    {
        await using var service = await StartAsync();

        var told = await TypeAsync(service, Blocks("Try it", "sh"));

        Assert.Contains("<returncode>SUCCESS</returncode>", told[0], StringComparison.Ordinal);
        Assert.Contains($"<dialin-number>{RunningService.Number}</dialin-number>", told[1], StringComparison.Ordinal);
        Assert.StartsWith("trial\t", told[2], StringComparison.Ordinal);
        Assert.Equal("trial", Assert.Single(service.Server.Meetings).MeetingId);
    }

    [Fact]
    public async Task BareScript_GetsAPin_KeepsIt_AndGivesItBack()
    {
        await using var service = await StartAsync();
        var blocks = Blocks("A bare script", "sh").ToList();
        Assert.Equal(4, blocks.Count);

        // The room is asked for twice.
        var told = await TypeAsync(service, [blocks[0], blocks[1], "echo", blocks[1], "echo", blocks[2], blocks[3]]);

        using var first = JsonDocument.Parse(told[0]);
        using var second = JsonDocument.Parse(told[1]);
        using var other = JsonDocument.Parse(told[2]);
        Assert.Equal("Seminar 3", first.RootElement.GetProperty("name").GetString());
        Assert.Equal(first.RootElement.GetProperty("pin").GetString(), second.RootElement.GetProperty("pin").GetString());
        Assert.Equal("Käse/🎓", other.RootElement.GetProperty("meetingId").GetString());
        Assert.Equal(["Käse/🎓"], (await TypeAsync(service, ["dialin pins list"])).Select(static line => line.Split('\t')[0]));

        using var shown = JsonDocument.Parse(Assert.Single(Blocks("A bare script", "jsonc")));
        Assert.Equal(Names(shown.RootElement), Names(first.RootElement));
    }

    [Theory]
    [InlineData("The BBB API endpoint")]
    [InlineData("Scalelite")]
    public void Configuration_ThatIsShown_IsRight(string heading)
    {
        using var folder = new TestFolder();
        var shown = JsonNode.Parse(Blocks(heading, "jsonc").First())!["DialIn"]!.AsObject();
        var whole = JsonNode.Parse(Settings.Documented)!;
        foreach (var (key, value) in shown)
        {
            whole["DialIn"]![key] = value!.DeepClone();
        }

        var count = 0;
        var text = Placeholder().Replace(whole.ToJsonString(), _ => $"secret-number-{count++}");
        var loaded = Settings.Load(folder.Write("dialin.json", text, UnixFileMode.UserRead | UnixFileMode.UserWrite));

        Assert.True(count > 0, "it has operators fill in no secret");
        Assert.Empty(loaded.Faults());
        Assert.True(loaded.Options.BbbEndpoint.Enabled);
        Assert.Equal(heading == "Scalelite", loaded.Options.BbbEndpoint.LoadBalancer.ApiUrl is not null);
    }

    private static Task<RunningService> StartAsync() => RunningService.StartAsync(Cancel, section =>
    {
        section["PhoneNumbers"] = new[] { new { RunningService.Number, Label = "Darmstadt", Languages = new[] { "de", "en" } } };
        section["BbbEndpoint"] = new { Enabled = true, FrontEnds = new[] { new { Name = "script", Secret } } };
    });

    // The lines that it writes.
    private static async Task<string[]> TypeAsync(RunningService service, IEnumerable<string> blocks)
    {
        var typed = string.Join('\n', blocks)
            .Replace("http://127.0.0.1:8080", service.Http.ToString().TrimEnd('/'), StringComparison.Ordinal)
            .Replace("/etc/dialin/dialin.json", service.Configuration, StringComparison.Ordinal)
            .Replace("secret=FILL-IN", $"secret={Secret}", StringComparison.Ordinal)
            .Replace(ShortCurl, WholeCurl, StringComparison.Ordinal);
        var script = $"""
            config='{service.Configuration}'
            program=({string.Join(' ', DialInProcess.Command.Select(static word => $"'{word}'"))})
            {Dialin}
            {typed}
            """;
        using var bash = Process.Start(new ProcessStartInfo("bash", ["-euo", "pipefail", "-c", script])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = service.Folder.Path,
        })!;
        return (await bash.OutputAsync(Cancel)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    // The code under a heading, in a language.
    private static IEnumerable<string> Blocks(string heading, string language)
    {
        var section = Regex.Match(Document, $@"(?m)^(#+) {Regex.Escape(heading)}$(?<text>[\s\S]*?)(?=^#+ |\z)").Groups["text"].Value;
        return Code().Matches(section).Where(match => match.Groups["language"].Value == language).Select(static match => match.Groups["code"].Value);
    }

    private static IEnumerable<string> Names(JsonElement element, string path = "") => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Names(property.Value, $"{path}.{property.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(one => Names(one, $"{path}[]")).Distinct(),
        _ => [path],
    };

    [GeneratedRegex(@"(?m)^```(?<language>\w+)\n(?<code>[\s\S]*?)^```$")]
    private static partial Regex Code();

    [GeneratedRegex("FILL-IN")]
    private static partial Regex Placeholder();
}
