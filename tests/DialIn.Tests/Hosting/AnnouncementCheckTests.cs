using DialIn.Hosting.Commands;
using DialIn.Simulator;
using DialIn.Tests.Announcements;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Tests.Hosting;

public sealed class AnnouncementCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Redis_OfABbbServer_IsFoundGood_AndAnotherOneOrNoneIsSaidSo()
    {
        await using var redis = await RedisServer.StartAsync(Cancel);
        var other = await FindAsync(redis.EndPoint);
        await using var server = new SimulatedBbbServer(new SimulatedBbbServerOptions { Redis = redis.EndPoint }, TimeProvider.System, NullLoggerFactory.Instance);
        await server.StartAsync(Cancel);
        var good = await FindAsync(redis.EndPoint);
        await redis.KillAsync();
        var none = await FindAsync(redis.EndPoint);

        Assert.Equal((Verdict.Ok, $"private chat to each moderator, through Redis {redis.EndPoint}"), (good.Verdict, good.Text));
        Assert.Equal(Verdict.Warning, other.Verdict);
        Assert.EndsWith("but nobody listens to BBB's messages there", other.Text, StringComparison.Ordinal);
        Assert.Equal(Verdict.Warning, none.Verdict);
        Assert.EndsWith("but it does not answer, or refuses the password", none.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerBehindTheEndpoint_IsFoundByItsName_HoweverThatIsWritten()
    {
        var finding = Assert.Single(await AnnouncementCheck.FindAsync(Settings.Documentation(
            _folder, ("BbbEndpoint:Enabled", "true"), ("BbbEndpoint:Servers:0", "BBB1"), ("BbbEndpoint:FrontEnds:0:Name", "greenlight"), ("BbbEndpoint:FrontEnds:0:Secret", "s"))));

        Assert.Equal((Verdict.Ok, "message of meetings created through DialIn"), (finding.Verdict, finding.Text));
    }

    private async Task<Finding> FindAsync(string redis) =>
        Assert.Single(await AnnouncementCheck.FindAsync(Settings.Documentation(_folder, ("Servers:0:Announce:Redis", redis))));
}
