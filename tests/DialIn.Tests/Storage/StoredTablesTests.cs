using Dapper;
using DialIn.Calls;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Storage;

/// <summary>What the privacy report says, it says of every table and column that there is.</summary>
public sealed class StoredTablesTests
{
    [Fact]
    public async Task Tables_AndTheirColumns_AreThoseOfTheSchema()
    {
        await using var fixture = new SqliteFixture();
        var database = await fixture.OpenAsync();
        var schema = await database.ReadAsync(
            static connection => connection.Query<string>(
                """
                SELECT t.name || '.' || c.name FROM sqlite_master t, pragma_table_info(t.name) c
                WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~'
                """).Order(StringComparer.Ordinal).ToList(),
            TestContext.Current.CancellationToken);

        var stated = StoredTables.All.SelectMany(static table => table.Personal.Keys.Concat(table.Others).Select(column => $"{table.Name}.{column}")).Order(StringComparer.Ordinal).ToList();

        // A migration has added something: say in StoredTables about whom it can be, and in docs/security-and-privacy.md and docs/privacy.
        Assert.Equal(schema, stated);
    }

    [Theory]
    [InlineData("verzeichnis-von-verarbeitungstaetigkeiten.md", "nach 3 Tagen", "ein Jahr", "30 Tage")]
    [InlineData("record-of-processing.md", "after 3 days", "a year", "30 days")]
    public void RecordOfProcessing_NamesEachTableWithPersonalData_AndTheDefaults(string page, string callRecords, string year, string quarantine)
    {
        var text = File.ReadAllText(Path.Combine(Checkout.Root, "docs/privacy", page));

        Assert.All(StoredTables.All.Where(static table => table.Personal.Count > 0), table => Assert.Contains($"`{table.Name}`", text, StringComparison.Ordinal));
        Assert.Equal(
            (TimeSpan.FromDays(3), TimeSpan.FromDays(365), TimeSpan.FromDays(365), TimeSpan.FromDays(30)),
            (new StorageOptions().KeepCallRecords, new StorageOptions().KeepAudit, new CallerNamesOptions().Keep, new PinsOptions().Quarantine));
        Assert.All([callRecords, year, quarantine], words => Assert.Contains(words, text, StringComparison.Ordinal));
    }
}
