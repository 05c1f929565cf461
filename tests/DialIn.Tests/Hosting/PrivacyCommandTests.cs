using System.Text;
using DialIn.Calls;
using DialIn.Pins;
using DialIn.Storage;
using DialIn.Tests.Storage;

namespace DialIn.Tests.Hosting;

/// <summary><c>dialin privacy</c>, on a database with two callers.</summary>
public sealed class PrivacyCommandTests : IAsyncLifetime
{
    private const string Number = "+4915112345634";

    private static readonly DateTimeOffset Then = new(2026, 11, 24, 9, 0, 0, TimeSpan.Zero);
    private static readonly CallerNumber Anna = CallerNumber.Parse(Number);
    private static readonly CallerNumber Bert = CallerNumber.Parse("+4915112345635");

    private readonly TestFolder _folder = new();
    private readonly string _config;
    private readonly SqliteDatabase _database;
    private byte[] _key = [];

    public PrivacyCommandTests()
    {
        _config = _folder.Write("dialin.json", Settings.Documented);
        _database = new SqliteDatabase("Data Source=dialin.db", _folder.Path);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _database.MigrateAsync(Token);
        _key = await new SqlitePseudonymKeyStore(_database).GetOrCreateAsync(Token);
        var names = new SqliteCallerNameStore(_database);
        var records = new SqliteCallRecordStore(_database);
        foreach (var (caller, name) in new[] { (Anna, "Anna Recognisable"), (Bert, "Bert") })
        {
            await names.PutAsync(CallerNames.KeyOf(caller, _key), name, Then, Token);
            await records.AddAsync(CallRecords.Of($"call-of-{name}", Then) with { Caller = caller.ToString() }, Token);
            await new SqliteFailureStore(_database).AddAsync(
                new Dictionary<FailureKey, int> { [new FailureKey(CallerTraces.Of(caller, _key).FailureSubject, 7)] = 2 }, 0, Token);
        }

        // The same caller, as a carrier without country codes writes it.
        await records.AddAsync(CallRecords.Of("local", Then) with { Caller = "…34" }, Token);
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Report_HasEachTable_WithItsRowsItsOldestAndItsTime()
    {
        var run = await CommandRun.OfAsync(_config, isForPeople: false, "privacy", "report");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(StoredTables.All.Select(static table => table.Name), run.Lines.Select(static line => line.Split('\t')[0]));
        var records = Assert.Single(run.Lines, static line => line.StartsWith("call_records\t", StringComparison.Ordinal)).Split('\t');
        Assert.Equal(["3", "2026-11-24 09:00", "an ended call"], records[1..4]);
        Assert.Contains("caller: callers: the number, masked (+49…34)", records[4], StringComparison.Ordinal);
        Assert.Equal("3 d after the call", records[5]);
    }

    [Fact]
    public async Task Report_OfATableThatNobodyHasDescribed_Fails()
    {
        new SqliteDatabaseSabotage(_database.FilePath).CreateTable("visitors");

        var run = await CommandRun.OfAsync(_config, isForPeople: true, "privacy", "report");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("This program does not know what is in visitors: x", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_SaysWhatIsStoredOfOneCaller_WithoutRepeatingTheNumber()
    {
        var run = await CommandRun.WithInputAsync(_config, false, $"{Number}\n", "privacy", "show");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("Name given by a front end: Anna Recognisable", run.Output, StringComparison.Ordinal);
        Assert.Contains("Wrong PINs in the last hour: 2", run.Output, StringComparison.Ordinal);
        Assert.Contains("may be other people's: 2\n  2026-11-24 08:55:00 UTC\n", run.Output, StringComparison.Ordinal);
        Assert.Contains(Pseudonym.For(Anna, "", _key).Number, run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Number[1..], run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_LeavesNothingOfTheCaller_NotEvenInTheFiles_AndAllOfTheOther()
    {
        Assert.True(IsInFiles("Recognisable"));

        var run = await CommandRun.WithInputAsync(_config, false, $"{Number}\n", "privacy", "erase");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("Erased: 1 names, 2 call records, 1 counts of wrong PINs.", run.Output, StringComparison.Ordinal);
        var privacy = new SqlitePrivacy(_database);
        Assert.Equivalent(new CallerData(null, [], 0), await privacy.FindAsync(CallerTraces.Of(Anna, _key), Token));
        var other = await privacy.FindAsync(CallerTraces.Of(Bert, _key), Token);
        Assert.Equal(("Bert", 1, 2), (other.Name, other.Calls.Count, other.WrongPins));
        Assert.False(IsInFiles("Recognisable"));
        var audit = Assert.Single(await new SqliteAuditLog(_database).ListAsync(null, 0, 10, Token));
        Assert.Equal(("CallerErased", "caller", "erased: 1 names, 2 call records, 1 counts of wrong PINs"), (audit.Action, audit.Subject, audit.Outcome));
        Assert.False(IsInFiles(Number[1..]));
    }

    [Theory]
    [InlineData("show")]
    [InlineData("erase")]
    public async Task Number_AsAnArgument_IsRefusedAndNotRepeated(string verb)
    {
        var run = await CommandRun.OfAsync(_config, false, "privacy", verb, Number);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("The number is never an argument", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, run.Error + run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("06151 1234534")]
    [InlineData("Anna")]
    public async Task Erase_OfWhatIsNoWholeNumber_ChangesNothing(string line)
    {
        var run = await CommandRun.WithInputAsync(_config, false, $"{line}\n", "privacy", "erase");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("with its country code", run.Error, StringComparison.Ordinal);
        Assert.Equal(3, (await new SqliteCallRecordStore(_database).ListAsync(10, Token)).Count);
    }

    [Fact]
    public async Task Report_WithoutADatabase_SaysThatNothingIsStored()
    {
        using var empty = new TestFolder();

        var run = await CommandRun.OfAsync(empty.Write("dialin.json", Settings.Documented), false, "privacy", "report");

        Assert.Equal((0, $"There is no database {empty.File("dialin.db")}: nothing is stored.\n"), (run.ExitCode, run.Output));
    }

    private bool IsInFiles(string text) =>
        Directory.GetFiles(_folder.Path, "dialin.db*").Any(file => Encoding.UTF8.GetString(ReadShared(file)).Contains(text, StringComparison.Ordinal));

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }
}
