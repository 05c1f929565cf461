using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DialIn.BigBlueButton;
using DialIn.Meetings;
using DialIn.Operations.Alarms;
using DialIn.Pins;
using DialIn.Tests.BigBlueButton.Endpoint;
using DialIn.Trunks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Alarms;

public class AlarmBoardTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 27, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Alarm_KeepsItsBeginning_WhateverItsWordsAre_AndBeginsAnewAfterItWasMended()
    {
        var source = new Findings();
        using var board = new AlarmBoard([source], _time, NullLogger<AlarmBoard>.Instance);
        source.Now = [new AlarmFinding("PinsLow", "pool", false, "12 are free"), new AlarmFinding("ServerUnreachable", "bbb1", true, "silent")];
        board.Look();
        var begun = _time.GetUtcNow();
        _time.Advance(TimeSpan.FromMinutes(1));
        source.Now = [new AlarmFinding("PinsLow", "pool", false, "11 are free"), new AlarmFinding("ServerUnreachable", "bbb1", true, "silent")];
        board.Look();

        Assert.Equal(
            [new Alarm("ServerUnreachable", "bbb1", "Urgent", begun, "silent"), new Alarm("PinsLow", "pool", "Warning", begun, "11 are free")],
            board.Alarms);

        source.Now = [];
        board.Look();
        Assert.Empty(board.Alarms);
        source.Now = [new AlarmFinding("PinsLow", "pool", false, "12 are free")];
        board.Look();
        Assert.Equal(_time.GetUtcNow(), Assert.Single(board.Alarms).Since);
    }

    [Fact]
    public void Source_ThatThrows_TakesNoOthersAlarmsAway_KeepsItsOwn_AndIsLoggedOnceUntilItWorks()
    {
        var (broken, well) = (new Findings(), new Findings());
        var log = new FakeLogger<AlarmBoard>();
        using var board = new AlarmBoard([broken, well], _time, log);
        broken.Now = [new AlarmFinding("ServerUnreachable", "bbb1", true, "silent")];
        board.Look();
        broken.IsBroken = true;
        well.Now = [new AlarmFinding("PinsLow", "pool", false, "12 are free")];
        board.Look();
        board.Look();
        Assert.Equal(["ServerUnreachable", "PinsLow"], board.Alarms.Select(static alarm => alarm.Kind));
        Assert.Equal(6002, Assert.Single(log.Collector.GetSnapshot()).Id.Id);

        broken.IsBroken = false;
        broken.Now = [];
        board.Look();
        Assert.Equal("PinsLow", Assert.Single(board.Alarms).Kind);
        broken.IsBroken = true;
        board.Look();
        Assert.Equal(2, log.Collector.Count);
    }

    [Theory]
    [InlineData("Registered", true, null)]
    [InlineData("Registered", false, "TrunkNotRegistered urgent")]
    [InlineData("Failing", true, "TrunkNotRefreshed")]
    [InlineData("Failing", false, "TrunkNotRegistered urgent")]
    [InlineData("Refused", true, "TrunkRefused")]
    [InlineData("Refused", false, "TrunkRefused urgent")]
    [InlineData("NoPassword", false, "TrunkNoPassword urgent")]
    [InlineData("Registering", false, null)]
    [InlineData("Standby", false, null)]
    [InlineData("Static", false, null)]
    public void Trunk_ThatBringsNoCalls_IsUrgent_AndOneThatStillDoesIsNot(string state, bool isBound, string? expected)
    {
        var status = new TrunkStatus("carrier", "main", "Register", state, "says") { RegisteredSince = isBound ? _time.GetUtcNow() : null };

        var found = TrunkAlarmSource.Of(status).Select(static one => $"{one.Kind}{(one.IsUrgent ? " urgent" : "")} {one.Subject}");

        Assert.Equal(expected is null ? [] : [$"{expected} carrier/main"], found);
    }

    [Fact]
    public void Trunk_OfWhichNobodyKnowsWhoMayRegisterIt_IsUrgent()
    {
        var status = new TrunkStatus("carrier", "carrier", "Register", "Standby", "says") { StoreSilentSince = _time.GetUtcNow() };
        Assert.Equal(new AlarmFinding("TrunkNotRegistered", "carrier", true, "says"), Assert.Single(TrunkAlarmSource.Of(status)));
        Assert.Empty(TrunkAlarmSource.Of(status with { StoreSilentSince = null, HeldBy = "node-2/17" }));
        Assert.Equal("TrunkShared", Assert.Single(TrunkAlarmSource.Of(status with { State = "Registered", RegisteredSince = _time.GetUtcNow(), OtherContacts = ["sip:1@192.0.2.9"] })).Kind);
    }

    [Fact]
    public void Service_SaysWhatDoesNotAnswer_AndWhatRunsLow()
    {
        var meetings = new MeetingDirectory(_time);
        using var pins = new PinMeters();
        var source = new ServiceAlarmSource(meetings, new AnnouncementOverview(new ServerLines([], _time, NullLogger<ServerLines>.Instance), new MemoryAnnouncements()), pins, new PinsOptions { LowWater = 10 });
        meetings.AddServer("bbb1");
        Assert.Empty(source.Find());

        meetings.ServerUnreachable("bbb1");
        pins.NoteStore(isLost: true);
        pins.Note(new PinPoolCounts(9, 1, 0), lowWater: 10);
        pins.NoteBudget(isUsedUp: true);
        Assert.Equal(
            ["ServerUnreachable bbb1 True", "StoreUnavailable database True", "PinsLow pool False", "PinsGuessed pool False"],
            source.Find().Select(static one => $"{one.Kind} {one.Subject} {one.IsUrgent}"));
    }

    [Fact]
    public void Certificate_IsSaidTwoWeeksBeforeItsEnd_AndUrgentAfterIt()
    {
        using var folder = new TestFolder();
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=sip.example.org", key, HashAlgorithmName.SHA256).CreateSelfSigned(_time.GetUtcNow(), _time.GetUtcNow() + TimeSpan.FromDays(90));
        var source = new CertificateAlarmSource(
            [("Sip:CertificateFile", folder.Write("ours.pem", certificate.ExportCertificatePem())), ("trunk x", folder.File("missing.pem"))], _time);

        Assert.Empty(source.Find());
        _time.Advance(TimeSpan.FromDays(75));
        Assert.Empty(source.Find());
        _time.Advance(TimeSpan.FromDays(2));
        var near = Assert.Single(source.Find());
        Assert.Equal(("CertificateEnds", "Sip:CertificateFile", false), (near.Kind, near.Subject, near.IsUrgent));
        _time.Advance(TimeSpan.FromDays(14));
        Assert.True(Assert.Single(source.Find()).IsUrgent);

        using var renewed = new CertificateRequest("CN=sip.example.org", key, HashAlgorithmName.SHA256).CreateSelfSigned(_time.GetUtcNow(), _time.GetUtcNow() + TimeSpan.FromDays(90));
        File.SetLastWriteTimeUtc(folder.Write("ours.pem", renewed.ExportCertificatePem()), _time.GetUtcNow().UtcDateTime);
        Assert.Empty(source.Find());
    }

    private sealed class Findings : IAlarmSource
    {
        public IReadOnlyList<AlarmFinding> Now { get; set; } = [];

        public bool IsBroken { get; set; }

        public IEnumerable<AlarmFinding> Find() => IsBroken ? throw new InvalidOperationException("broken for the test") : Now;
    }
}
