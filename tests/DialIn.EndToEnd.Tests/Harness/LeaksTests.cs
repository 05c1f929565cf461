using Xunit.Sdk;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>A search that finds nothing proves nothing, unless it finds what is there.</summary>
public sealed class LeaksTests
{
    [Fact]
    public async Task Leaks_WrongPinIsTyped_IsNotFoundButWhatIsLoggedIs()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        await using var call = await site.CallAsync("+4915112345678", "736402915");
        await call.WaitForPromptEndAsync(site.Cancel);
        await call.HangUpAsync();
        await site.WaitForEndAsync("CallerHungUp");

        await site.AssertCleanAsync();
        await Assert.ThrowsAsync<DoesNotMatchException>(() => Leaks.AssertNoneAsync(site.Bridge, [], [Site.CentralNumber], site.Cancel));
    }
}
