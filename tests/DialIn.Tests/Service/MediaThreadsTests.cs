namespace DialIn.Tests.Service;

public class MediaThreadsTests
{
    [Fact]
    public async Task Threads_AreAsManyAsTheConfigurationSays()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var service = await RunningService.StartAsync(
            cancel, section => section["Media"] = new { Address = "127.0.0.1", PortRange = TestPorts.Range, Threads = 64 });
        using var client = new HttpClient { BaseAddress = service.Http };

        // More than any machine has by itself, whose other tests this process runs meanwhile.
        var metrics = await client.GetStringAsync(new Uri("/metrics", UriKind.Relative), cancel);

        Assert.Contains("thread=\"dialin-media-63\"", metrics, StringComparison.Ordinal);
    }
}
