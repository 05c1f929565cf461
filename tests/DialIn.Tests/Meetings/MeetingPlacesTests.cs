using DialIn.Meetings;

namespace DialIn.Tests.Meetings;

public class MeetingPlacesTests
{
    private readonly MeetingPlaces _places = new();

    [Fact]
    public void Ask_UpToTheLimit_IsPlaceed_AndTheNextWaits()
    {
        var first = Ask(limit: 2);
        var second = Ask(limit: 2);
        var third = Ask(limit: 2);

        Assert.Equal((true, true, false), (first.IsTaken, second.IsTaken, third.IsTaken));
        Assert.Equal(2, _places.CountOf("room"));
        Assert.True(Ask(limit: 2, "other").IsTaken);
    }

    [Fact]
    public void Leave_GivesThePlaceToWhoeverHasWaitedLongest()
    {
        var told = new List<int>();
        var first = Ask(limit: 1);
        var line = Enumerable.Range(1, 3).Select(i => _places.Ask("room", 1, () => told.Add(i))).ToList();

        line[0].Dispose();
        first.Dispose();
        first.Dispose();
        Assert.Equal([2], told);
        line[1].Dispose();

        Assert.Equal([2, 3], told);
        Assert.Equal(1, _places.CountOf("room"));
        line[2].Dispose();
        Assert.Equal(0, _places.CountOf("room"));
    }

    [Fact]
    public void Ask_WithoutALimit_IsPlaceedAtOnce_AndCounted()
    {
        var full = Ask(limit: 1);
        var waiting = Ask(limit: 1);

        var unlimited = Ask(limit: null);
        Assert.True(unlimited.IsTaken);
        full.Dispose();
        Assert.False(waiting.IsTaken);

        unlimited.Dispose();
        Assert.True(waiting.IsTaken);
    }

    [Fact]
    public async Task Places_UnderConcurrency_AreNeverOneTooManyOrTooFew()
    {
        const int limit = 50;
        var (inside, most, placed, gone) = (0, 0, 0, 0);

        // Six hundred callers who come at once; each goes as soon as it has been in, and so makes room for the next.
        await Task.WhenAll(Enumerable.Range(0, 600).Select(i => Task.Run(
            async () =>
            {
                var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                using var place = _places.Ask("room", limit, () =>
                {
                    Interlocked.Increment(ref inside);
                    InterlockedMax(ref most, _places.CountOf("room"));
                    Interlocked.Increment(ref placed);
                    taken.TrySetResult();
                });
                if (i % 7 == 0)
                {
                    // Some hang up while they wait, or just as they are called in.
                    place.Dispose();
                    if (!place.IsTaken)
                    {
                        Interlocked.Increment(ref gone);
                        return;
                    }
                }

                await taken.Task.WaitAsync(Limits.Generous, TestContext.Current.CancellationToken);
                Interlocked.Decrement(ref inside);
            },
            TestContext.Current.CancellationToken)));

        Assert.Equal((0, 600, 0), (inside, placed + gone, _places.CountOf("room")));
        Assert.InRange(most, 1, limit);
    }

    [Fact]
    public async Task Places_AskedForAtOnceByMany_AreExactlyAsManyAsTheLimit()
    {
        const int limit = 50;
        var places = await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => Task.Run(() => Ask(limit), TestContext.Current.CancellationToken)));
        Assert.Equal((limit, limit), (places.Count(static place => place.IsTaken), _places.CountOf("room")));

        // As many go as there are, from many threads: each place goes to one of the line.
        await Task.WhenAll(places.Where(static place => place.IsTaken).ToList().Select(place => Task.Run(place.Dispose, TestContext.Current.CancellationToken)));

        Assert.Equal((2 * limit, limit), (places.Count(static place => place.IsTaken), _places.CountOf("room")));
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private MeetingPlace Ask(int? limit, string meetingId = "room") => _places.Ask(meetingId, limit, static () => { });
}
