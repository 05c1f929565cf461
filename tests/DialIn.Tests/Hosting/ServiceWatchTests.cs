using DialIn.Hosting;
using DialIn.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Hosting;

public sealed class ServiceWatchTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task ServiceThatFails_BeginsAgain_AndTheHostGoesOn()
    {
        var time = new FakeTimeProvider();
        var service = new Failing();
        using var host = Host(time, service);
        await host.StartAsync(Cancel);

        for (var times = 1; times <= 3; times++)
        {
            await service.Begun.WaitAsync(Cancel);
            service.Fail();
            await BegunAgainAsync(time, service);
        }

        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync(Cancel);
        Assert.True(service.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task ServiceThatIsDone_DoesNotBeginAgain()
    {
        var time = new FakeTimeProvider();
        var done = new Failing();
        var other = new Failing();
        using var host = Host(time, done, other);
        await host.StartAsync(Cancel);
        await done.Begun.WaitAsync(Cancel);
        await other.Begun.WaitAsync(Cancel);

        done.End();
        other.Fail();
        await BegunAgainAsync(time, other);

        Assert.Equal(0, done.Begun.CurrentCount);
        await host.StopAsync(Cancel);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ServiceWhoseStartThrows_IsTriedAgain_AndTheHostGoesOn(bool isCancellation)
    {
        var time = new FakeTimeProvider();
        // A cancellation of its own, as of a call that took too long.
        var service = new Failing { FailingStarts = 2, Fault = isCancellation ? new OperationCanceledException("not of the host") : new InvalidOperationException("a fault of ours, at the start") };
        using var host = Host(time, service);
        await host.StartAsync(Cancel);
        await service.Begun.WaitAsync(Cancel);

        service.Fail();
        await BegunAgainAsync(time, service);

        Assert.Equal(4, service.Starts);
        Assert.False(host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested);
        await host.StopAsync(Cancel);
    }

    private static Task BegunAgainAsync(FakeTimeProvider time, Failing service) => Waiting.UntilAsync(
        () =>
        {
            time.Advance(ServiceWatch.BeginAgainAfter);
            return service.Begun.CurrentCount > 0;
        },
        Cancel);

    private static IHost Host(FakeTimeProvider time, params IEnumerable<BackgroundService> services)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddLogging(static logging => logging.ClearProviders()).AddSingleton<TimeProvider>(time).AddServiceWatch();
        foreach (var service in services)
        {
            builder.Services.AddSingleton<IHostedService>(service);
        }

        return builder.Build();
    }

    private sealed class Failing : BackgroundService
    {
        private TaskCompletionSource _end = new();

        public SemaphoreSlim Begun { get; } = new(0);

        // After the first one.
        public int FailingStarts { get; init; }

        public Exception? Fault { get; init; }

        public int Starts { get; private set; }

        public override Task StartAsync(CancellationToken cancellationToken)
        {
            Starts++;
            return Starts > 1 && Starts <= FailingStarts + 1 ? throw Fault! : base.StartAsync(cancellationToken);
        }

        public void Fail() => _end.SetException(new InvalidOperationException("a fault of ours"));

        public void End() => _end.SetResult();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Begun.Release();
            await _end.Task.WaitAsync(stoppingToken);
        }
    }
}
