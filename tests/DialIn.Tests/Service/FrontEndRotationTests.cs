using DialIn.BigBlueButton;
using DialIn.Secrets;
using DialIn.Testing;

namespace DialIn.Tests.Service;

/// <summary>The secret of a front end changes while the service runs: the front end may be told before or after.</summary>
public class FrontEndRotationTests
{
    private const string Old = "secret-of-greenlight-63925";
    private const string New = "another-secret-of-greenlight";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("set-secret")]
    [InlineData("rotate")]
    public async Task NewSecret_AndTheOldOne_BothCountForAWhile(string verb)
    {
        await using var rotation = new SecretRotation(await StartAsync());
        Assert.True(await IsAcceptedAsync(rotation, Old));
        Assert.False(await IsAcceptedAsync(rotation, New));

        var run = await rotation.RunAsync(New, "frontend", verb, "greenlight", "--wait", "1s");
        await Waiting.UntilAsync(() => IsAcceptedAsync(rotation, New), Cancel);

        Assert.True(await IsAcceptedAsync(rotation, Old));
        Assert.DoesNotContain(New, run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("greenlight\t", (await rotation.RunAsync(null, "frontend", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForgottenSecret_DoesNotCountAnyMore()
    {
        await using var rotation = new SecretRotation(await StartAsync());
        await rotation.RunAsync(New, "frontend", "set-secret", "greenlight", "--wait", "1s");
        await Waiting.UntilAsync(() => IsAcceptedAsync(rotation, New), Cancel);

        await rotation.RunAsync(null, "frontend", "forget", "greenlight");
        await Waiting.UntilAsync(async () => !await IsAcceptedAsync(rotation, New), Cancel);

        Assert.True(await IsAcceptedAsync(rotation, Old));
    }

    private static Task<RunningService> StartAsync() => RunningService.StartAsync(Cancel, prepare: static (service, section) =>
    {
        KeyFileWriter.Create(service.Folder.File("dialin.key")).Dispose();
        section["BbbEndpoint"] = new { Enabled = true, FrontEnds = new[] { new { Name = "greenlight", Secret = Old } } };
    });

    private static async Task<bool> IsAcceptedAsync(SecretRotation rotation, string secret)
    {
        using var client = new HttpClient();
        var query = BbbChecksum.Sign("getMeetings", "", secret, ChecksumAlgorithm.Sha256);
        return (await client.GetStringAsync(new Uri(rotation.Service.Http, $"/bigbluebutton/api/getMeetings?{query}"), Cancel)).Contains("SUCCESS", StringComparison.Ordinal);
    }
}
