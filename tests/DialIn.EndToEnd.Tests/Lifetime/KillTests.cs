using System.Collections.Concurrent;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Lifetime;

public sealed class KillTests
{
    private const int Rooms = 12;
    private const int AtATime = 3;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Kill_WhileRoomsAreGivenPins_LosesNoneThatWasGivenOut(int seed)
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        await site.Bridge.RunAsync(["pins", "generate", "--count", "40"], site.Cancel);

        // Everything that writes is killed at the same moment: the service, the verbs, and one that makes many PINs at once.
        var chance = new Random(seed);
        var killAfter = chance.Next(1, Rooms - AtATime);
        var given = new ConcurrentDictionary<string, string>();
        await using (var generating = site.Bridge.StartVerb("pins", "generate", "--count", "200000"))
        {
            await GiveUntilAsync(site, given, killAfter);
            generating.Kill();
        }

        await site.Bridge.RestartAsync(site.Cancel);
        var listed = (await site.Bridge.RunAsync(["pins", "list"], site.Cancel))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(static line => line.Split('\t'))
            .ToDictionary(static row => row[0], static row => row[1]);

        Assert.True(given.Count >= killAfter);
        Assert.All(given, room => Assert.Equal(room.Value, listed[room.Key]));
        Assert.Equal(listed.Count, listed.Values.Distinct().Count());
        Assert.Equal("wal", await site.Bridge.QueryAsync("PRAGMA journal_mode", site.Cancel));
        Assert.Equal("ok", await site.Bridge.QueryAsync("PRAGMA integrity_check", site.Cancel));

        // And a PIN from before still leads to its room.
        var (name, pin) = given.First();
        Site.Open(site.Servers[0], name, "70066");
        await using var call = await site.CallAsync("+4915112345678", pin);
        await site.Servers[0].Conference("70066").WaitForParticipantAsync(site.Cancel);
    }

    [Fact]
    public async Task Kill_CallIsUp_TheNextStartTakesCallsAtOnce()
    {
        using var folder = new ScratchFolder();
        await using var site = await Site.StartAsync(folder);
        Site.Open(site.Servers[0], "room-1", "70066");
        var pin = await site.Bridge.ReservePinAsync("room-1", site.Cancel);
        var conference = site.Servers[0].Conference("70066");
        await using var lost = await site.CallAsync("+4915112345678", pin);
        await conference.WaitForCountAsync(1, site.Cancel);

        site.Bridge.Process.Kill();
        await site.Bridge.RestartAsync(site.Cancel);

        // The killed call is still in the conference as far as the conference knows.
        await using var next = await site.CallAsync("+4915187654321", pin);
        await conference.WaitForCountAsync(2, site.Cancel);
    }

    private static async Task GiveUntilAsync(Site site, ConcurrentDictionary<string, string> given, int killAfter)
    {
        using var enough = new CancellationTokenSource();
        var rooms = Enumerable.Range(1, Rooms).Select(static number => $"room-{number}");
        await Parallel.ForEachAsync(
            rooms,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime },
            async (room, _) =>
            {
                if (enough.IsCancellationRequested)
                {
                    return;
                }

                await using var verb = site.Bridge.StartVerb("pins", "assign", room);
                try
                {
                    var line = await verb.WaitForLineAsync(line => line.StartsWith($"{room}\t", StringComparison.Ordinal), TimeSpan.FromMinutes(2), enough.Token);
                    given[room] = line.Split('\t')[1];
                }
                catch (OperationCanceledException) when (enough.IsCancellationRequested)
                {
                    // Killed with the others by leaving this block; its room may have a PIN that nobody was told.
                    return;
                }

                if (given.Count >= killAfter)
                {
                    site.Bridge.Process.Kill();
                    await enough.CancelAsync();
                }
            });
    }
}
