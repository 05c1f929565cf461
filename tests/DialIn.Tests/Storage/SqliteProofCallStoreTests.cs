using DialIn.Operations.ProofCalls;
using DialIn.Storage;

namespace DialIn.Tests.Storage;

public sealed class SqliteProofCallStoreTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verdicts_ComeBackAsTheyWere_TheLastOneFirst_AndOldOnesGo()
    {
        using var database = new SqliteDatabase("Data Source=proof.db", _folder.Path);
        await database.MigrateAsync(Cancel);
        var store = new SqliteProofCallStore(database);
        var full = new ProofVerdict
        {
            Id = "1",
            At = DateTimeOffset.UnixEpoch.AddDays(10),
            Trunk = "a",
            Number = "+4961511234567",
            IsLoop = true,
            IsOfRoom = true,
            IsGood = true,
            Fault = "None",
            Says = "well",
            TimeToAnswer = 1.5,
            TimeToAudio = 2.5,
            ToneThere = true,
            ToneBack = false,
            Loss = 0.01,
            Jitter = 3.5,
            Mos = 4.2,
            Codec = "PCMA",
            CallId = "0123456789ab",
        };
        var bare = new ProofVerdict { Id = "2", At = DateTimeOffset.UnixEpoch.AddDays(11), Trunk = "a", Number = "+4961511234567", Fault = "NotAnswered", Says = "nobody" };
        await store.AddAsync(full, DateTimeOffset.UnixEpoch, Cancel);
        await store.AddAsync(bare, DateTimeOffset.UnixEpoch, Cancel);

        Assert.Equal([bare, full], await store.ListAsync(10, Cancel));

        // Of a trunk that is proved once a week, the last ones stay: they tell whether it fails.
        var others = Enumerable.Range(0, ProofBook.KeptOfEach + 2).Select(i => bare with { Id = $"other-{i}", Trunk = "b", At = DateTimeOffset.UnixEpoch.AddDays(20 + i) }).ToList();
        foreach (var other in others)
        {
            await store.AddAsync(other, other.At, Cancel);
        }

        others.Reverse();
        Assert.Equal([.. others[..ProofBook.KeptOfEach], bare, full], await store.ListAsync(1, Cancel));
        Assert.Equal([.. others[..ProofBook.KeptOfEach], bare, full], await store.ListAsync(100, Cancel));
    }
}
