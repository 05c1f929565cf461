using DialIn.Simulator;

namespace DialIn.Tests.Service;

/// <summary>
/// Whatever happens, in whatever order, lost and doubled: who was never a moderator is never answered anything that holds a PIN, and each
/// moderator reads it in the end.
/// </summary>
public class ViewersWalkTests
{
    private const int Steps = 50;

    [Theory]
    [InlineData(BbbVersion.V23, 1)]
    [InlineData(BbbVersion.V25, 2)]
    [InlineData(BbbVersion.V27, 3)]
    [InlineData(BbbVersion.V30, 4)]
    public async Task Walk_NoFieldOfAnyAnswerToAViewer_EverHoldsAPin(BbbVersion version, int seed)
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var walk = await ViewersWalk.StartAsync(version, (ulong)seed, cancel);
        for (var step = 0; step < Steps; step++)
        {
            await walk.StepAsync(cancel);
        }

        await walk.SettleAsync(cancel);
        var (views, moderators) = walk.Seen;

        Assert.True(views > Steps && moderators > 3, $"{views} views and {moderators} moderators show nothing");
    }
}
