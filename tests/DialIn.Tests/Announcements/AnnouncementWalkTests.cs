namespace DialIn.Tests.Announcements;

/// <summary>Whatever happens, in whatever order, lost and doubled: each moderator is told once, and nobody who is none at that moment ever.</summary>
public class AnnouncementWalkTests
{
    private const int Walks = 6;
    private const int Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Walk_EachModeratorIsToldOnce_AndNobodyElse(int part)
    {
        var told = 0;
        for (var i = 0; i < Walks; i++)
        {
            await using var walk = new AnnouncementWalk((ulong)((part * 1_000) + i));
            await walk.StartAsync(TestContext.Current.CancellationToken);
            for (var step = 0; step < Steps; step++)
            {
                await walk.StepAsync();
            }

            await walk.CalmDownAsync(TestContext.Current.CancellationToken);

            Assert.All(walk.Told, static told => Assert.True(told.WasModerator, told.User));
            Assert.All(walk.Told.GroupBy(static told => told.User), static user => Assert.Single(user));
            Assert.Subset(walk.Told.Select(static told => told.User).ToHashSet(), walk.MustKnow().ToHashSet());
            told += walk.Told.Count;
        }

        Assert.True(told > Walks * 3, $"only {told} were told: the walks show nothing");
    }
}
