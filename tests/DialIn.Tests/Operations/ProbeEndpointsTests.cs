using DialIn.Tests.Service;

namespace DialIn.Tests.Operations;

public class ProbeEndpointsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probes_AnswerWithoutAToken()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        using var client = new HttpClient { BaseAddress = service.Http };

        Assert.Equal("live", await client.GetStringAsync("/health/live", Cancel));
        Assert.Equal("ready", await client.GetStringAsync("/health/ready", Cancel));
    }
}
