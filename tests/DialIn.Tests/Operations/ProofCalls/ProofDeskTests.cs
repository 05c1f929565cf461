using DialIn.Ivr;
using DialIn.Operations.ProofCalls;
using DialIn.Pins;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.ProofCalls;

public sealed class ProofDeskTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLogger<ProofDesk> _log = new();
    private readonly ProofBook _book = new();
    private readonly Kept _store = new();
    private readonly ProofDesk _desk;

    public ProofDeskTests() =>
        _desk = new ProofDesk([new TrunkOptions { Name = "a" }], null!, _book, _store, TimeSpan.FromDays(3), _time, _log);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Failures_TwoInARow_AreOneAlarm_UntilOneIsGoodAgain()
    {
        foreach (var isGood in new[] { true, false, false, false, true, false, false })
        {
            await _desk.NoteAsync(Verdict("a", isGood));
            await _desk.NoteAsync(Verdict("b", isGood: true));
        }

        Assert.Equal(2, Count(3612));
        Assert.Equal(1, Count(3613));
        Assert.Equal((5, 9), (Count(3611), Count(3610)));
        Assert.Equal((2, 0), (_book.FailuresInARow("a"), _book.FailuresInARow("b")));
        var alarm = Assert.Single(new ProofAlarmSource([new TrunkOptions { Name = "a" }, new TrunkOptions { Name = "b" }], _book).Find());
        Assert.Equal(("ProofCallsFail", "a", true), (alarm.Kind, alarm.Subject, alarm.IsUrgent));
        Assert.Equal(14, _store.Verdicts.Count);
        Assert.All(_store.Moments, moment => Assert.Equal(_time.GetUtcNow().AddDays(-3), moment));
    }

    [Fact]
    public async Task Verdict_ThatCannotBeKept_IsInMemory()
    {
        _store.IsBroken = true;
        await _desk.NoteAsync(Verdict("a", isGood: true));

        Assert.Single(_book.Latest);
        Assert.Equal(1, Count(3614));
    }

    [Fact]
    public void Book_KeepsTheLatest_TheLastOneFirst()
    {
        for (var i = 0; i < ProofBook.Most + 10; i++)
        {
            _book.Add(Verdict("a", isGood: true) with { Id = $"{i}" });
        }

        Assert.Equal(ProofBook.Most, _book.Latest.Count);
        Assert.Equal($"{ProofBook.Most + 9}", _book.Latest[0].Id);
    }

    [Fact]
    public void Pins_OpenTheToneCheckOnce_AndARoomsPinNever()
    {
        var pins = new ProofPins();
        var (own, room) = (new ProofTicket(PinOf("739154826"), isToneCheck: true), new ProofTicket(PinOf("123987456"), isToneCheck: false));
        pins.Expect(own);
        pins.Expect(room);

        Assert.False(pins.OpensToneCheck(PinOf("111222333"), "call-0"));
        Assert.False(pins.OpensToneCheck(room.Pin, "call-1"));
        Assert.True(pins.OpensToneCheck(own.Pin, "call-2"));
        Assert.False(pins.OpensToneCheck(own.Pin, "call-3"));
        Assert.Equal(("call-1", "call-2"), (room.CallId, own.CallId));

        foreach (var key in "12#")
        {
            Assert.True(TelephoneKey.TryFrom(key, out var pressed));
            pins.Heard("call-2", pressed);
            pins.Heard("call-4", pressed);
        }

        Assert.Equal((2, 0), (own.HeardKeys, room.HeardKeys));
        pins.Forget(own);
        Assert.False(pins.OpensToneCheck(own.Pin, "call-5"));
    }

    [Fact]
    public void Request_NamesWhatIsWrong_AndNothingElse()
    {
        var targets = new ProofTargets(
            [new TrunkOptions { Name = "a", ProofCalls = new ProofCallOptions { Loop = true, Number = "+493023125000" } }, new TrunkOptions { Name = "b" }],
            [new PhoneNumberOptions { Number = "+4961511234567" }, new PhoneNumberOptions { Number = "+493023125000" }]);
        var faults = new Dictionary<string, string>();

        Assert.Null(targets.Read(new ProofRequest("+4915112345634", null, null, "7391"), faults));
        Assert.Equal(["number", "pin", "trunk"], faults.Keys.Order());
        Assert.DoesNotContain(faults.Values, static text => text.Contains("7391", StringComparison.Ordinal));

        faults.Clear();
        var plan = targets.Read(new ProofRequest(null, "A", null, "739 154 826"), faults);
        Assert.Empty(faults);
        Assert.Equal(("a", "+493023125000", true, PinOf("739154826")), (plan!.Trunk.Name, plan.Number, plan.IsLoop, plan.Pin));
        plan = targets.Read(new ProofRequest("06151 1234567", "b", true, null), faults);
        Assert.Equal(("b", "+4961511234567", true, (Pin?)null), (plan!.Trunk.Name, plan.Number, plan.IsLoop, plan.Pin));
    }

    private static ProofVerdict Verdict(string trunk, bool isGood) => new()
    {
        Id = Guid.NewGuid().ToString(),
        At = DateTimeOffset.UnixEpoch,
        Trunk = trunk,
        Number = "+4961511234567",
        IsGood = isGood,
        Fault = isGood ? "None" : "NoAudio",
        Says = "",
    };

    private static Pin PinOf(string digits) => Pin.TryParse(digits, out var pin) ? pin : throw new ArgumentException("no PIN", nameof(digits));

    private int Count(int id) => _log.Collector.GetSnapshot().Count(record => record.Id.Id == id);

    private sealed class Kept : IProofCallStore
    {
        public List<ProofVerdict> Verdicts { get; } = [];

        public List<DateTimeOffset> Moments { get; } = [];

        public bool IsBroken { get; set; }

        public Task AddAsync(ProofVerdict verdict, DateTimeOffset deleteBefore, CancellationToken cancellationToken)
        {
            Verdicts.Add(verdict);
            Moments.Add(deleteBefore);
            return IsBroken ? throw new StoreUnavailableException("test", new IOException()) : Task.CompletedTask;
        }

        public Task<IReadOnlyList<ProofVerdict>> ListAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<ProofVerdict>>(Verdicts);
    }
}
