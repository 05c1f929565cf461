using System.Collections.Concurrent;
using DialIn.Announcements;
using DialIn.Calls;
using DialIn.Ivr;
using DialIn.Pins;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Calls;

public class CallerNamesTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<CallerNames> _log = new();
    private readonly Names _store = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "+4961511234534", "^Telefon [A-Z2-9]{3}$")]
    [InlineData(1, "+4961511234534", "^Telefon …4$")]
    [InlineData(2, "+4961511234534", "^Telefon …34$")]
    [InlineData(3, "+4961511234534", "^Telefon …534$")]
    [InlineData(4, "+4961511234534", "^Telefon …4534$")]
    [InlineData(4, "4711234", "^Telefon [A-Z2-9]{3}$")]
    [InlineData(2, "4711", "^Telefon [A-Z2-9]{3}$")]
    [InlineData(2, null, "^Telefon [A-Z2-9]{3}$")]
    [InlineData(2, "anonymous", "^Telefon [A-Z2-9]{3}$")]
    public void LastDigits_AreAsManyAsAreWanted_AndNeverMostOfAShortNumber(int digits, string? number, string name) =>
        Assert.Matches(name, Take(New(new() { Digits = digits }), Call("call-1", number)));

    [Theory]
    [InlineData("de", "Telefon …34", "Telefon 1")]
    [InlineData("en", "Phone …34", "Phone caller 1")]
    [InlineData("qaa", "Telefon …34", "Telefon 1")]
    public void Word_IsThatOfTheNumbersLanguage(string language, string lastDigits, string numbered)
    {
        var call = Call("call-1", "+4961511234534") with { Languages = [language, "en"] };

        Assert.Equal(lastDigits, Take(New(new()), call));
        Assert.Equal(numbered, Take(New(new() { Style = CallerNameStyle.Numbered }), call));
    }

    [Fact]
    public async Task GivenName_GoesBeforeAnyStyle_AndIsNeverShownTwice()
    {
        var names = New(new() { Style = CallerNameStyle.Numbered });
        var (anna, other, third) = (Call("call-1", "+4961511234534"), Call("call-2", "+4915112345678"), Call("call-3", "+4915112345699"));
        await names.GiveAsync(anna.Caller, "Anna", Cancel);
        await names.GiveAsync(other.Caller, "Anna", Cancel);

        Assert.Equal("Anna", Take(names, anna, await names.GivenAsync(anna, Cancel)));
        Assert.Equal("Anna (2)", Take(names, other, await names.GivenAsync(other, Cancel)));
        Assert.Equal("Telefon 1", Take(names, third, await names.GivenAsync(third, Cancel)));
    }

    [Fact]
    public async Task GivenName_IsStoredWithoutTheNumber_AndTakenBack()
    {
        var names = New(new());
        var call = Call("call-1", "+4961511234534");
        await names.GiveAsync(call.Caller, "Anna", Cancel);

        Assert.DoesNotContain("61511234534", Assert.Single(_store.Rows).Key, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(_store.Rows).Key);
        Assert.DoesNotContain(Pseudonym.For(call.Caller, call.Id, Key).Number[3..], _store.Rows.Single().Key, StringComparison.Ordinal);
        await names.GiveAsync(call.Caller, null, Cancel);
        Assert.Null(await names.GivenAsync(call, Cancel));
    }

    [Fact]
    public async Task GivenName_OfANumberWrittenInAnotherWay_IsFound()
    {
        var names = New(new());
        await names.GiveAsync(CallerNumber.Parse("+49 6151 1234534"), "Anna", Cancel);

        Assert.Equal("Anna", await names.GivenAsync(Call("call-1", null) with { Caller = CallerNumber.Parse("06151-1234534", "49") }, Cancel));
    }

    [Fact]
    public async Task GivenName_WhenTheStoreIsBroken_IsNone_AndTheCallGoesOn()
    {
        var names = New(new());
        _store.Fault = new StoreUnavailableException("disk full", new IOException());

        Assert.Null(await names.GivenAsync(Call("call-1", "+4961511234534"), Cancel));
        Assert.Contains(_log.Collector.GetSnapshot(), static entry => entry.Id.Id == 3008);
    }

    [Fact]
    public async Task WithheldNumber_IsNotLookedUp()
    {
        _store.Fault = new InvalidOperationException("nobody may ask");

        Assert.Null(await New(new()).GivenAsync(Call("call-1", "anonymous"), Cancel));
    }

    [Theory]
    [InlineData("w_1-bbbID-Alice", "^w 1--Alice$")]
    [InlineData("GLOBAL_AUDIO_7", "^GLOBAL AUDIO 7$")]
    [InlineData("anonymous", "^Telefon …34$")]
    [InlineData("", "^Telefon …34$")]
    public void GivenName_FromAnOldStore_IsCleanedAllTheSame(string given, string shown) =>
        Assert.Matches(shown, Take(New(new()), Call("call-1", "+4961511234534"), given));

    [Fact]
    public void Callers_WithTheSameLastDigits_OfManyCallsAtOnce_AreNeverShownAlike()
    {
        var names = New(new());
        var shown = new ConcurrentBag<string>();

        Parallel.For(0, 300, i => shown.Add(Take(names, Call($"call-{i}", $"+49615112{i:D3}34"), i % 5 == 0 ? "telefon …34" : null)));

        Assert.Equal(300, shown.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    private static CallFacts Call(string id, string? number) => new(id, "carrier", "+4961511234567", ["de", "en"], CallerNumber.Parse(number), InBandDigits.Auto);

    private static string Take(CallerNames names, CallFacts call, string? given = null) => names.Take("room", call, Pseudonym.For(call.Caller, call.Id, Key), given);

    private CallerNames New(CallerNamesOptions options) => new(
        options, new DialInTexts(PromptFiles.BuiltInFolder, ownFolder: null, [new DialInNumber("+4961511234567", null, ["de", "en"])]), _store, Key, _time, _log);

    private sealed class Names : ICallerNameStore
    {
        public ConcurrentDictionary<string, string> Rows { get; } = new();

        public Exception? Fault { get; set; }

        public Task<string?> FindAsync(string callerKey, CancellationToken cancellationToken) =>
            Fault is { } fault ? Task.FromException<string?>(fault) : Task.FromResult(Rows.GetValueOrDefault(callerKey));

        public Task PutAsync(string callerKey, string name, DateTimeOffset at, CancellationToken cancellationToken)
        {
            Rows[callerKey] = name;
            return Task.CompletedTask;
        }

        public Task<bool> DeleteAsync(string callerKey, CancellationToken cancellationToken) => Task.FromResult(Rows.TryRemove(callerKey, out _));

        public Task<int> DeleteGivenBeforeAsync(DateTimeOffset moment, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
