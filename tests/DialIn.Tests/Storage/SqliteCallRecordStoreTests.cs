using Dapper;
using DialIn.Calls;
using DialIn.Storage;

namespace DialIn.Tests.Storage;

/// <summary>The contract, on SQLite.</summary>
public class SqliteCallRecordStoreTests() : CallRecordStoreContract(new SqliteFixture())
{
    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"mos\":\"good\"}")]
    public async Task Figures_ThatSomebodyElseBroke_AreMissing_AndTheCallsAreListed(string figures)
    {
        var token = TestContext.Current.CancellationToken;
        await using var fixture = new SqliteFixture();
        var database = await fixture.OpenAsync();
        var store = new SqliteCallRecordStore(database);
        var whole = CallRecords.Of("1", DateTimeOffset.UnixEpoch) with { TrunkQuality = new CallQuality { Mos = 4.2 }, ConferenceQuality = new CallQuality { Mos = 4.3 } };
        await store.AddAsync(whole, token);
        await store.AddAsync(whole with { Id = "2" }, token);
        await store.AddAsync(whole with { Id = "3" }, token);
        await database.WriteAsync(
            (connection, transaction) => connection.Execute(
                "UPDATE call_records SET trunk_quality = @Figures WHERE id = '2'; UPDATE call_records SET conference_quality = @Figures WHERE id = '3'", new { Figures = figures }, transaction),
            token);

        Assert.Equal(
            [whole, whole with { Id = "2", TrunkQuality = null }, whole with { Id = "3", ConferenceQuality = null }], await store.ListAsync(10, token));
    }
}
