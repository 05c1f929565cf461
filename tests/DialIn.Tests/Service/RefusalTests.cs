using DialIn.Simulator.Carriers;

namespace DialIn.Tests.Service;

public class RefusalTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bridge_ThatIsFull_SendsTheCarrierElsewhere()
    {
        await using var service = await RunningService.StartAsync(Cancel, section => section["Calls"] = new { MaxCalls = 1 });
        await using var first = await service.CallAsync(Cancel);
        Assert.Equal(200, (await first.Answered.WaitAsync(Cancel)).StatusCode);

        await using var second = await service.CallAsync(Cancel);

        Assert.Equal(503, (await second.Answered.WaitAsync(Cancel)).StatusCode);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Bridge", "Full", 503), (record.Result, record.Reason, record.SipStatus));
    }

    [Fact]
    public async Task NoCommonCodec_IsRefusedWith488()
    {
        await using var service = await RunningService.StartAsync(Cancel);

        await using var call = await service.CallAsync(Cancel, new CarrierCall { From = RunningService.Caller, To = RunningService.Number, Codecs = [] });

        Assert.Equal(488, (await call.Answered.WaitAsync(Cancel)).StatusCode);
        Assert.Equal("NoCommonCodec", (await service.RecordAsync(Cancel)).Reason);
    }

    [Fact]
    public async Task Stop_RefusesNewCalls_AndLetsTheRunningOneEnd()
    {
        await using var service = await RunningService.StartAsync(Cancel);
        await using var running = await service.CallAsync(Cancel);
        await running.Answered.WaitAsync(Cancel);

        var stop = service.Application.StopAsync(Cancel);
        await using var late = await service.CallAsync(Cancel);
        Assert.Equal(503, (await late.Answered.WaitAsync(Cancel)).StatusCode);
        Assert.False(stop.IsCompleted);
        Assert.False(running.Ended.IsCompleted);

        await running.HangUpAsync();
        await stop.WaitAsync(Cancel);
        Assert.Equal(0, service.Calls.Count);
    }
}
