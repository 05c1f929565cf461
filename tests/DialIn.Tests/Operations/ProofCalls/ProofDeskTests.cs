using DialIn.Ivr;
using DialIn.Operations.ProofCalls;
using DialIn.Pins;
using DialIn.Sip.Messages;
using DialIn.Sip.UserAgents;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Abstractions;
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
    public void Book_KeepsTheLastOfEachTrunk_HoweverManyOthersCome()
    {
        _book.Add(Verdict("weekly", isGood: false));
        _book.Add(Verdict("weekly", isGood: false));
        for (var i = 0; i < ProofBook.Most + 10; i++)
        {
            _book.Add(Verdict("a", isGood: true));
        }

        Assert.Equal(2, _book.FailuresInARow("weekly"));
        Assert.Equal(ProofBook.Most, _book.Latest.Count);
    }

    [Fact]
    public async Task Failures_AreCountedByWay_AndRoomsAreLeftOut()
    {
        foreach (var verdict in new[]
        {
            Verdict("a", isGood: false),
            Verdict("a", isGood: true) with { IsLoop = true },
            Verdict("a", isGood: false) with { IsOfRoom = true },
            Verdict("a", isGood: true) with { IsOfRoom = true },
            Verdict("a", isGood: false) with { Fault = "PinRefused" },
        })
        {
            await _desk.NoteAsync(verdict);
        }

        Assert.Equal((1, 0), (_book.FailuresInARow("a"), Count(3612)));
        await _desk.NoteAsync(Verdict("a", isGood: false));
        await _desk.NoteAsync(Verdict("a", isGood: false) with { IsOfRoom = true });
        Assert.Equal((2, 1), (_book.FailuresInARow("a"), Count(3612)));

        await _desk.NoteAsync(Verdict("a", isGood: true) with { IsLoop = true });
        Assert.Equal((2, 0), (_book.FailuresInARow("a"), Count(3613)));
        await _desk.NoteAsync(Verdict("a", isGood: true));
        Assert.Equal((0, 1), (_book.FailuresInARow("a"), Count(3613)));
    }

    [Fact]
    public async Task Verdict_WhileTheProgramEnds_IsNotKept()
    {
        var caller = new PlayedCaller { IsDraining = true };
        using var desk = new ProofDesk([], caller, _book, _store, TimeSpan.FromDays(3), _time, _log);

        Assert.False((await desk.PlaceAsync(Plan(), TestContext.Current.CancellationToken))!.IsGood);

        Assert.Empty(_book.Latest);
        Assert.Empty(_store.Verdicts);
    }

    [Fact]
    public async Task Schedule_PlacesOneAfterTheOther_WaitsForAPlace_AndStopsAsTheProgramDrains()
    {
        var time = new ObservedTime();
        var caller = new PlayedCaller { Places = new TaskCompletionSource<bool>() };
        using var desk = new ProofDesk([], caller, _book, _store, TimeSpan.FromDays(3), time, _log);
        using var drains = new CancellationTokenSource();
        var trunk = new TrunkOptions { Name = "a", ProofCalls = new ProofCallOptions { Every = TimeSpan.FromHours(1) } };
        using var schedule = new ProofSchedule([trunk], ["+4961511234567"], desk, _book, _store, time, NullLogger<ProofSchedule>.Instance, drains.Token);
        var byHand = Enumerable.Range(0, 4).Select(_ => desk.PlaceAsync(Plan(), TestContext.Current.CancellationToken)).ToList();
        await schedule.StartAsync(TestContext.Current.CancellationToken);

        // All places are taken, now and a minute later.
        for (var minute = 0; minute < 2; minute++)
        {
            await time.TimerSetAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
            time.Advance(TimeSpan.FromMinutes(1));
        }

        await time.TimerSetAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal(4, caller.Count);
        caller.Places.SetResult(true);
        await Task.WhenAll(byHand);
        time.Advance(TimeSpan.FromMinutes(1));
        await time.TimerSetAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        Assert.Equal(5, caller.Count);

        await drains.CancelAsync();
        await schedule.ExecuteTask!.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(5, caller.Count);
        await schedule.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("Busy Here", "Busy Here")]
    [InlineData("\u001b[31mred\r\nline", "?[31mred??line")]
    [InlineData(null, "")]
    public void Reason_OfTheCarrier_IsPlain(string? reason, string expected) => Assert.Equal(expected.Replace("[", "?", StringComparison.Ordinal), ProofCaller.Plain(reason));

    [Fact]
    public void Reason_OfTheCarrier_IsCut() => Assert.Equal(128, ProofCaller.Plain(new string('x', 5_000)).Length);

    [Fact]
    public void Agreement_OfTheRegistration_IsShownInTheInvite()
    {
        var agreed = SecurityAgreement.Mediasec with { Server = ["sdes-srtp;mediasec"] };
        var headers = ProofWays.AgreementOf(Status with { Security = agreed });

        Assert.Equal(["mediasec", "mediasec", "sdes-srtp;mediasec"], new[] { HeaderNames.Require, HeaderNames.ProxyRequire, HeaderNames.SecurityVerify }.Select(name => headers[name]));
        Assert.Empty(ProofWays.AgreementOf(Status with { Security = SecurityAgreement.Mediasec }));
        Assert.Empty(ProofWays.AgreementOf(Status));
    }

    [Fact]
    public void Pins_OpenTheToneCheckOnce_AndARoomsPinNever()
    {
        var pins = new ProofPins();
        const string Number = "+4961511234567";
        var (own, room) = (new ProofTicket(PinOf("739154826"), Number, isToneCheck: true), new ProofTicket(PinOf("123987456"), Number, isToneCheck: false));
        pins.Expect(own);
        pins.Expect(room);

        Assert.False(pins.OpensToneCheck(PinOf("111222333"), "call-0", Number));
        Assert.False(pins.OpensToneCheck(room.Pin, "call-1", Number));
        Assert.False(pins.OpensToneCheck(own.Pin, "call-of-somebody-else", "+493023125000"));
        Assert.True(pins.OpensToneCheck(own.Pin, "call-2", Number));
        Assert.False(pins.OpensToneCheck(own.Pin, "call-3", Number));
        Assert.Equal(("call-1", "call-2"), (room.CallId, own.CallId));

        foreach (var key in "12#")
        {
            Assert.True(TelephoneKey.TryFrom(key, out var pressed));
            pins.Heard("call-2", pressed);
            pins.Heard("call-4", pressed);
        }

        Assert.Equal((2, 0), (own.HeardKeys, room.HeardKeys));
        pins.Forget(own);
        Assert.False(pins.OpensToneCheck(own.Pin, "call-5", Number));
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

    private static RegistrationStatus Status => new(RegistrationState.Registered, null, null, null, []);

    private static ProofPlan Plan() => new(new TrunkOptions { Name = "a" }, "+4961511234567", IsLoop: false, Pin: null);

    private int Count(int id) => _log.Collector.GetSnapshot().Count(record => record.Id.Id == id);

    private sealed class PlayedCaller : IProofCaller
    {
        private int _count;

        public bool IsDraining { get; init; }

        public TaskCompletionSource<bool>? Places { get; init; }

        public int Count => Volatile.Read(ref _count);

        public async Task<ProofVerdict> RunAsync(ProofPlan plan, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _count);
            return Verdict(plan.Trunk.Name, Places is null || await Places.Task) with { IsGood = !IsDraining };
        }
    }

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
