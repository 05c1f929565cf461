using System.Net;
using System.Net.Http.Headers;
using DialIn.Meetings;
using DialIn.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Service;

/// <summary>The shared secret of a BBB server and the API's token change while the service runs.</summary>
public class ServerRotationTests
{
    private const string NewSecret = "another-secret-of-bbb1";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_WrongSecret_IsRefused_AndTheOldOneStays()
    {
        await using var rotation = await SecretRotation.StartAsync();
        await ReachedAsync(rotation);
        var run = await rotation.RunAsync(NewSecret, "server", "rotate", "bbb1");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("getMeetings, signed with it, was refused: checksumError", run.Output, StringComparison.Ordinal);
        Assert.Equal(ServerState.Reachable, State(rotation));
    }

    [Fact]
    public async Task Rotate_AheadOfTheServer_TakesOverInTheMomentItSwitches()
    {
        await using var rotation = await SecretRotation.StartAsync();
        await ReachedAsync(rotation);
        await rotation.RunAsync(NewSecret, "server", "rotate", "bbb1");

        rotation.Service.Server.Secret = NewSecret;
        await rotation.Service.Application.Services.GetRequiredService<MeetingDirectory>().RefreshAsync(Cancel).WaitAsync(Limits.Generous, Cancel);

        // The very poll that was refused was repeated with the new one.
        Assert.Equal(ServerState.Reachable, State(rotation));
        Assert.DoesNotContain(rotation.Service.Log.GetSnapshot(), static record => record.Id.Id is 5002 or 5003);
        var run = await rotation.RunAsync(NewSecret, "server", "rotate", "bbb1");
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("bbb1\t\tsecret 2\t", (await rotation.RunAsync(null, "server", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_Rotated_BothAreGoodForAWhile_ThenOnlyTheNewOne()
    {
        await using var rotation = await SecretRotation.StartAsync();
        var run = await rotation.RunAsync(null, "token", "rotate");
        var token = Assert.Single(run.Lines);
        Assert.StartsWith("dialin_", token, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await AskAsync(rotation, RunningService.Token), await AskAsync(rotation, token)));

        var second = Assert.Single((await rotation.RunAsync(null, "token", "rotate", "--at-once")).Lines);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(rotation, RunningService.Token));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(rotation, token));
        Assert.Equal(HttpStatusCode.OK, await AskAsync(rotation, second));

        var list = await rotation.RunAsync(null, "token", "list");
        Assert.Equal(["ended\tHttp:ApiToken", "ended\tstore", "valid\tstore"], list.Lines.Select(static line => string.Join('\t', line.Split('\t')[3..])).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(second["dialin_".Length..], list.Output, StringComparison.Ordinal);
        await rotation.RunAsync(null, "token", "revoke", list.Lines.Single(static line => line.Contains("\tvalid\t", StringComparison.Ordinal)).Split('\t')[0]);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(rotation, second));
    }

    // The service is up before it has asked its servers for the first time.
    private static Task ReachedAsync(SecretRotation rotation) => Waiting.UntilAsync(() => State(rotation) == ServerState.Reachable, Cancel);

    private static ServerState State(SecretRotation rotation) =>
        rotation.Service.Application.Services.GetRequiredService<MeetingDirectory>().Servers.Single().State;

    private static async Task<HttpStatusCode> AskAsync(SecretRotation rotation, string token)
    {
        using var client = new HttpClient { BaseAddress = rotation.Service.Http };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.GetAsync("/api/v1/trunks", Cancel);
        return answer.StatusCode;
    }
}
