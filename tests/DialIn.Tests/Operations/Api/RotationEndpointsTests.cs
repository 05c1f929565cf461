using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using DialIn.Secrets;
using DialIn.Tests.Service;

namespace DialIn.Tests.Operations.Api;

/// <summary>A trunk's password, changed over HTTP.</summary>
public class RotationEndpointsTests
{
    private const string Path = "/api/v1/trunks/carrier/rotations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NewPassword_IsProvedAndUsed_AndTheAuditSaysWhoseTokenItWas()
    {
        await using var rotation = await SecretRotation.StartAsync();
        using var client = new HttpClient { BaseAddress = rotation.Service.Http };
        client.DefaultRequestHeaders.Add("Authorization", $"Bearer {RunningService.Token}");
        rotation.Carrier.SetPasswords("123456", SecretRotation.Old, SecretRotation.New);

        using var empty = await client.PostAsJsonAsync(Path, new { secret = "" }, Cancel);
        Assert.Equal("secret is empty. Nothing was changed.", await ApiSite.ProblemAsync(HttpStatusCode.BadRequest, empty));
        using var unknown = await client.PostAsJsonAsync("/api/v1/trunks/other/rotations", new { secret = SecretRotation.New }, Cancel);
        Assert.EndsWith("Those that have one: carrier.", await ApiSite.ProblemAsync(HttpStatusCode.NotFound, unknown), StringComparison.Ordinal);
        using var elsewhere = await client.PostAsJsonAsync(Path, new { account = "other", secret = SecretRotation.New }, Cancel);
        Assert.StartsWith("Which account? This trunk has carrier", await ApiSite.ProblemAsync(HttpStatusCode.NotFound, elsewhere), StringComparison.Ordinal);

        using var offered = await client.PostAsJsonAsync(Path, new { secret = SecretRotation.New }, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, offered.StatusCode);
        Assert.Equal($"{Path}/1", offered.Headers.Location?.OriginalString);
        await rotation.WaitForAsync(static state => state.Active?.Version == 1);

        var answer = await client.GetFromJsonAsync<JsonElement>($"{Path}/1", Cancel);
        Assert.Equal("Proved", answer.GetProperty("verdict").GetString());
        Assert.Equal("Done: secret 1 of trunk/carrier is proved and in use.", answer.GetProperty("says").GetString());
        Assert.Equal(["Offered", "Proving", "Proved", "Activated"], answer.GetProperty("steps").EnumerateArray().Select(static step => step.GetProperty("action").GetString()));
        foreach (var version in new[] { 0, 2 })
        {
            using var never = await client.GetAsync($"{Path}/{version}", Cancel);
            Assert.Equal($"trunk/carrier never had a secret {version}: the versions are 1 to 1.", await ApiSite.ProblemAsync(HttpStatusCode.NotFound, never));
        }

        using var word = await client.GetAsync($"{Path}/first", Cancel);
        await ApiSite.ProblemAsync(HttpStatusCode.NotFound, word);

        var trunk = (await client.GetFromJsonAsync<JsonElement>("/api/v1/trunks", Cancel))[0];
        Assert.True(trunk.GetProperty("latencyMilliseconds").GetDouble() >= 0);
        Assert.Equal("secret 1", trunk.GetProperty("passwords")[0].GetProperty("inUse").GetString());
        var audit = await rotation.RunAsync(null, "audit", "list");
        Assert.Contains(audit.Lines, static line => line.Contains("Offered", StringComparison.Ordinal) && line.EndsWith($"api token {ApiToken.LabelOf(ApiTokens.HashOf(RunningService.Token))}", StringComparison.Ordinal));
        await rotation.AssertNoLeakAsync();
    }

    [Fact]
    public async Task WithoutAKey_NothingIsKept_AndAMonitorIsNotLetIn()
    {
        await using var site = await ApiSite.StartAsync(static section => section["Trunks"] = new[]
        {
            new { Name = "carrier", AllowedSources = new[] { "127.0.0.0/8" }, Outgoing = new { Target = "sip:127.0.0.1:9", Username = "123456" } },
        });
        using var lost = await site.Client.PostAsJsonAsync(Path, new { secret = "new" }, Cancel);
        Assert.Contains("create-key", await ApiSite.ProblemAsync(HttpStatusCode.Conflict, lost), StringComparison.Ordinal);
        using var monitor = site.ClientWith(await site.TokenAsync(ApiRole.Monitor));
        using var refused = await monitor.PostAsJsonAsync(Path, new { secret = "new" }, Cancel);
        Assert.Contains("needs admin", await ApiSite.ProblemAsync(HttpStatusCode.Forbidden, refused), StringComparison.Ordinal);
    }
}
