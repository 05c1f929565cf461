using DialIn.Operations.ProofCalls;
using DialIn.Pins;
using DialIn.Sip.UserAgents;
using DialIn.Tests.Operations.Api;
using Microsoft.Extensions.DependencyInjection;

namespace DialIn.Tests.Service;

public class BrokenStoreTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task StoreThatFails_IsASentenceAndAnEnd_NotSilence()
    {
        await using var service = await RunningService.StartAsync(Cancel, pins: new FailingPinStore(new StoreUnavailableException("the test took the database away", new IOException())));
        await using var call = await service.AnsweredCallAsync(Cancel);
        await call.WaitForPromptAsync(Cancel);

        await call.SendDigitsAsync("481205937", Cancel);
        await call.WaitForPromptAsync(Cancel);
        var end = await call.Ended.WaitAsync(Cancel);

        Assert.Equal(SessionEndCause.RemoteBye, end.Cause);
        var record = await service.RecordAsync(Cancel);
        Assert.Equal(("Bridge", "Fault"), (record.Result, record.Reason));

        // A proof call cannot know whether its PIN would lead into a room, so there is none; and a verdict all the same.
        var services = service.Application.Services;
        var plan = services.GetRequiredService<ProofTargets>().Read(new ProofRequest(null, null, Loop: true, null), []);
        var verdict = await services.GetRequiredService<ProofDesk>().PlaceAsync(plan!, Cancel);
        Assert.Equal("NotPlaced", verdict!.Fault);
        Assert.Contains("database does not answer", verdict.Says, StringComparison.Ordinal);
    }
}
