using DialIn.Calls;

namespace DialIn.Tests.Storage;

/// <summary>What every store of call records does, whatever database is behind it.</summary>
public abstract class CallRecordStoreContract(IStoreFixture fixture) : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 24, 9, 0, 0, 123, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Add_FullRecord_ComesBackAsItWas()
    {
        var store = await fixture.OpenCallRecordsAsync();
        var record = CallRecords.Of("1", Start) with
        {
            AnsweredAt = Start.AddSeconds(1),
            Server = "bbb1",
            MeetingId = "room",
            Codec = "G722",
            SipStatus = 200,
            TrunkCause = "Q.850 16",
            ConferenceCause = "SIP 480",
            TrunkQuality = new CallQuality
            {
                Mos = 4.21,
                RFactor = 88.4,
                LowestMos = 3.5,
                Loss = 0.0123,
                Late = 0.0023,
                BurstLoss = 0.4,
                Burst = 120,
                GapLoss = 0.001,
                Jitter = 2.5,
                RoundTrip = 31.4,
                SentMos = 4.4,
                SentRFactor = 92.9,
                SentLoss = 0,
                SentLate = 0,
                SentBurstLoss = 0,
                SentBurst = 0,
                SentGapLoss = 0,
                SentJitter = 1.5,
            },
            ConferenceQuality = new CallQuality { Mos = 4.41, LowestMos = 4.4, Loss = 0, Jitter = 0.1, RoundTrip = 1.2, SentMos = 4.3, SentLoss = 0.01 },
        };

        await store.AddAsync(record, Token);

        Assert.Equal(record, Assert.Single(await store.ListAsync(10, Token)));
    }

    [Fact]
    public async Task Add_RecordOfARefusedCall_KeepsTheGaps()
    {
        var store = await fixture.OpenCallRecordsAsync();
        await store.AddAsync(CallRecords.Of("1", Start), Token);
        Assert.Equal(CallRecords.Of("1", Start), Assert.Single(await store.ListAsync(10, Token)));
    }

    [Fact]
    public async Task Add_SameIdAgain_ReplacesTheRecord()
    {
        var store = await fixture.OpenCallRecordsAsync();
        await store.AddAsync(CallRecords.Of("1", Start), Token);
        await store.AddAsync(CallRecords.Of("1", Start) with { Reason = "CallerHungUp", SipStatus = 487 }, Token);

        var record = Assert.Single(await store.ListAsync(10, Token));
        Assert.Equal(("CallerHungUp", 487), (record.Reason, record.SipStatus));
    }

    [Fact]
    public async Task List_ManyRecords_GivesTheLatestFirst()
    {
        var store = await fixture.OpenCallRecordsAsync();
        foreach (var minute in new[] { 2, 0, 3, 1 })
        {
            await store.AddAsync(CallRecords.Of($"{minute}", Start.AddMinutes(minute)), Token);
        }

        Assert.Equal(["3", "2", "1"], (await store.ListAsync(3, Token)).Select(static r => r.Id));
    }

    [Fact]
    public async Task ListAfter_PageByPage_GivesEachOnce_AlsoThoseOfOneMoment()
    {
        var store = await fixture.OpenCallRecordsAsync();
        foreach (var (id, minute) in new[] { ("d", 2), ("a", 2), ("b", 3), ("c", 2), ("e", 1) })
        {
            await store.AddAsync(CallRecords.Of(id, Start.AddMinutes(minute)), Token);
        }

        var seen = new List<string>();
        for (CallRecordPlace? after = null; (await store.ListAfterAsync(after, 2, Token)) is { Count: > 0 } page; after = CallRecordPlace.Of(page[^1]))
        {
            Assert.Equal(seen.Count == 4 ? 1 : 2, page.Count);
            seen.AddRange(page.Select(static record => record.Id));
        }

        Assert.Equal(["b", "a", "c", "d", "e"], seen);
    }

    [Fact]
    public async Task List_LimitBelowOne_Throws()
    {
        var store = await fixture.OpenCallRecordsAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.ListAsync(0, Token));
    }

    [Fact]
    public async Task DeleteEndedBefore_SomeOlder_RemovesThoseAlone()
    {
        var store = await fixture.OpenCallRecordsAsync();
        foreach (var day in Enumerable.Range(0, 5))
        {
            await store.AddAsync(CallRecords.Of($"{day}", Start.AddDays(day)), Token);
        }

        Assert.Equal(2, await store.DeleteEndedBeforeAsync(Start.AddDays(2), Token));

        Assert.Equal(["4", "3", "2"], (await store.ListAsync(10, Token)).Select(static r => r.Id));
        Assert.Equal(0, await store.DeleteEndedBeforeAsync(Start.AddDays(2), Token));
    }
}
