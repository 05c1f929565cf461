using System.Threading.Channels;
using DialIn.BigBlueButton;
using DialIn.Meetings;
using DialIn.Tests.Secrets;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.BigBlueButton;

public sealed class MeetingPollerTests : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Urgent = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(4);

    private readonly ObservedTime _time = new();
    private readonly ScriptedBbb _bbb = new();
    private readonly FakeLogger<MeetingPoller> _log = new();
    private readonly Channel<MeetingChange> _told = Channel.CreateUnbounded<MeetingChange>();
    private readonly MeetingDirectory _directory;
    private MeetingPoller? _poller;

    public MeetingPollerTests() => _directory = new MeetingDirectory(_time);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await _poller!.StopAsync(CancellationToken.None).WaitAsync(Limits.Generous, CancellationToken.None);
        _poller.Dispose();
        _bbb.Dispose();
    }

    [Fact]
    public async Task Start_AsksAtOnceThenEveryFiveSeconds()
    {
        _bbb.Answers("bbb1", ("room", 1, "70001"));
        await StartAsync("bbb1");

        for (var i = 0; i < 3; i++)
        {
            await _bbb.RequestAsync("bbb1", Token);
            await _time.TimerSetAsync(Interval, Token);
            Assert.Equal("70001", _directory.Find("room")?.VoiceBridge);
            _time.Advance(Interval - TimeSpan.FromMilliseconds(1));
            Assert.Equal(0, _bbb.UnseenRequests("bbb1"));
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        await _bbb.RequestAsync("bbb1", Token);
    }

    [Fact]
    public async Task Request_IsSigned()
    {
        _bbb.Answers("bbb1");
        await StartAsync("bbb1");
        var expected = BbbChecksum.Compute("getMeetings", "", "secret-of-bbb1", ChecksumAlgorithm.Sha256);
        Assert.Equal($"/bigbluebutton/api/getMeetings?checksum={expected}", (await _bbb.RequestAsync("bbb1", Token)).PathAndQuery);
    }

    [Fact]
    public async Task Watched_MeetingThatDoesNotRun_IsFoundWithinASecond()
    {
        _bbb.Answers("bbb1");
        await StartAsync("bbb1");
        await _time.TimerSetAsync(Interval, Token);
        _time.Advance(TimeSpan.FromSeconds(0.25));

        // The pause under way is shortened, too: three quarters of the second are left.
        using var watch = _directory.Watch("room", change => _told.Writer.TryWrite(change));
        await _time.TimerSetAsync(Urgent - TimeSpan.FromSeconds(0.25), Token);
        _bbb.Answers("bbb1", ("room", 1, "70001"));
        _time.Advance(Urgent - TimeSpan.FromSeconds(0.25));

        Assert.Equal("70001", Assert.IsType<MeetingStarted>(await ToldAsync()).Meeting.VoiceBridge);
        await _time.TimerSetAsync(Interval, Token);
    }

    [Fact]
    public async Task Watched_LongerThanASecondIntoThePause_AsksAtOnce()
    {
        _bbb.Answers("bbb1");
        await StartAsync("bbb1");
        await _bbb.RequestAsync("bbb1", Token);
        await _time.TimerSetAsync(Interval, Token);
        _time.Advance(TimeSpan.FromSeconds(3));

        using var watch = _directory.Watch("room", change => _told.Writer.TryWrite(change));

        await _bbb.RequestAsync("bbb1", Token);
    }

    [Fact]
    public async Task Failures_ThreeInARow_MakeTheServerUnreachable()
    {
        _bbb.Answers("bbb1", ("room", 1, "70001"));
        await StartAsync("bbb1");
        await _time.TimerSetAsync(Interval, Token);
        using var watch = _directory.Watch("room", change => _told.Writer.TryWrite(change));
        await ToldAsync();

        _bbb.Refuses("bbb1");
        _time.Advance(Interval);
        await _time.TimerSetAsync(Urgent, Token);
        _time.Advance(Urgent);
        await _time.TimerSetAsync(Urgent, Token);
        Assert.Equal(ServerState.Reachable, State("bbb1"));
        Assert.NotNull(_directory.Find("room"));
        _time.Advance(Urgent);

        Assert.Equal(new MeetingGone(MeetingGoneReason.ServerUnreachable), await ToldAsync());
        Assert.Equal(ServerState.Unreachable, State("bbb1"));
        await _time.TimerSetAsync(Urgent, Token);
        var warning = Assert.Single(_log.Collector.GetSnapshot(), static e => e.Id.Id == 5002);
        Assert.Contains("nothing listens there", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failures_OneOrTwo_AreNobodysBusiness()
    {
        _bbb.Answers("bbb1", ("room", 1, "70001"));
        await StartAsync("bbb1");
        await _time.TimerSetAsync(Interval, Token);
        using var watch = _directory.Watch("room", change => _told.Writer.TryWrite(change));
        await ToldAsync();
        _bbb.Refuses("bbb1");
        _time.Advance(Interval);
        await _time.TimerSetAsync(Urgent, Token);
        _time.Advance(Urgent);
        await _time.TimerSetAsync(Urgent, Token);
        _bbb.Answers("bbb1", ("room", 1, "70001"));
        _time.Advance(Urgent);
        await _time.TimerSetAsync(Interval, Token);

        Assert.False(_told.Reader.TryRead(out _));
        Assert.Equal(ServerState.Reachable, State("bbb1"));
    }

    [Fact]
    public async Task Recovery_OffersTheMeetingAgain()
    {
        _bbb.Refuses("bbb1");
        await StartAsync("bbb1");
        for (var i = 0; i < 3; i++)
        {
            await _time.TimerSetAsync(Urgent, Token);
            _time.Advance(Urgent);
        }

        await _time.TimerSetAsync(Urgent, Token);
        Assert.Equal(ServerState.Unreachable, State("bbb1"));
        using var watch = _directory.Watch("room", change => _told.Writer.TryWrite(change));
        // The pause is looked at again, and stays as long.
        await _time.TimerSetAsync(Urgent, Token);

        _bbb.Answers("bbb1", ("room", 1, "70001"));
        _time.Advance(Urgent);

        Assert.IsType<MeetingStarted>(await ToldAsync());
        Assert.Equal(ServerState.Reachable, State("bbb1"));
    }

    [Fact]
    public async Task Fault_IsSaidOnce_AndTheServerIsAskedAgain()
    {
        _bbb.Breaks("bbb1");
        await StartAsync("bbb1");
        for (var i = 0; i < 3; i++)
        {
            await _time.TimerSetAsync(Urgent, Token);
            _time.Advance(Urgent);
        }

        await _time.TimerSetAsync(Urgent, Token);
        Assert.Equal(ServerState.Unreachable, State("bbb1"));
        Assert.Equal("an error of ours", Assert.Single(_log.Collector.GetSnapshot(), static entry => entry.Id.Id == 5005).Exception?.Message);

        _bbb.Answers("bbb1", ("room", 1, "70001"));
        _time.Advance(Urgent);
        await _time.TimerSetAsync(Interval, Token);

        Assert.Equal("70001", _directory.Find("room")?.VoiceBridge);
    }

    [Fact]
    public async Task Hanging_TenSecondsWithoutAnAnswer_MakeTheServerUnreachable()
    {
        _bbb.Answers("bbb1", ("room", 1, "70001"));
        await StartAsync("bbb1");
        await _bbb.RequestAsync("bbb1", Token);
        await _time.TimerSetAsync(Interval, Token);

        _bbb.Hangs("bbb1");
        _time.Advance(Interval);
        await _bbb.RequestAsync("bbb1", Token);
        _time.Advance(Limit);
        await _time.TimerSetAsync(Urgent, Token);
        Assert.Equal(ServerState.Reachable, State("bbb1"));
        _time.Advance(Urgent);
        await _bbb.RequestAsync("bbb1", Token);
        _time.Advance(Limit);
        await _time.TimerSetAsync(Urgent, Token);

        Assert.Equal(ServerState.Unreachable, State("bbb1"));
        Assert.Contains(_log.Collector.GetSnapshot(), static e => e.Id.Id == 5002 && e.Message.Contains("no answer within 4 s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hanging_OneServer_NeverDelaysTheOthers()
    {
        _bbb.Hangs("bbb1");
        _bbb.Answers("bbb2");
        await StartAsync("bbb1", "bbb2");
        await _bbb.RequestAsync("bbb1", Token);
        await _time.TimerSetAsync(Interval, Token);
        using var watch = _directory.Watch("room", change => _told.Writer.TryWrite(change));
        await _time.TimerSetAsync(Urgent, Token);

        // One second later, while the first server still has three to hang.
        _bbb.Answers("bbb2", ("room", 1, "70002"));
        _time.Advance(Urgent);

        Assert.Equal("bbb2", Assert.IsType<MeetingStarted>(await ToldAsync()).Meeting.ServerName);
        Assert.Equal(0, _bbb.UnseenRequests("bbb1"));
        Assert.Equal(ServerState.Unknown, State("bbb1"));
    }

    [Fact]
    public async Task Refresh_InThePause_AsksAtOnce()
    {
        _bbb.Answers("bbb1");
        await StartAsync("bbb1");
        await _time.TimerSetAsync(Interval, Token);
        _bbb.Answers("bbb1", ("room", 1, "70001"));

        await _directory.RefreshAsync(Token).WaitAsync(Limits.Generous, Token);

        Assert.NotNull(_directory.Find("room"));
    }

    [Fact]
    public async Task Refresh_WhileAQuestionIsUnderWay_WaitsForTheNextOne()
    {
        _bbb.Hangs("bbb1");
        await StartAsync("bbb1");
        await _bbb.RequestAsync("bbb1", Token);
        var refresh = _poller!.RefreshAsync(Token);

        // The question under way may have been answered before the meeting began; only the next one counts.
        _bbb.Answers("bbb1", ("room", 1, "70001"));
        Assert.False(refresh.IsCompleted);
        _time.Advance(Limit);

        await refresh.WaitAsync(Limits.Generous, Token);
        Assert.NotNull(_directory.Find("room"));
    }

    [Fact]
    public async Task Refresh_OneServerHangs_StillLearnsFromTheOther()
    {
        _bbb.Hangs("bbb1");
        _bbb.Answers("bbb2");
        await StartAsync("bbb1", "bbb2");
        await _bbb.RequestAsync("bbb1", Token);
        await _bbb.RequestAsync("bbb2", Token);
        await _time.TimerSetAsync(Interval, Token);
        _bbb.Answers("bbb2", ("room", 1, "70002"));

        var refresh = _directory.RefreshAsync(Token);
        await _bbb.RequestAsync("bbb2", Token);
        await _time.TimerSetAsync(Interval, Token);
        _time.Advance(TimeSpan.FromSeconds(2));

        await refresh.WaitAsync(Limits.Generous, Token);
        Assert.Equal("bbb2", _directory.Find("room")?.ServerName);
    }

    [Fact]
    public async Task VoiceBridge_ThatCannotBeCalled_IsLeftOutWithOneWarning()
    {
        _bbb.Answers("bbb1", ("good", 1, "70001"), ("bad", 1, "123"), ("worse", 1, "7000x"));
        await StartAsync("bbb1");
        await _time.TimerSetAsync(Interval, Token);
        _time.Advance(Interval);
        await _time.TimerSetAsync(Interval, Token);

        Assert.NotNull(_directory.Find("good"));
        Assert.Null(_directory.Find("bad"));
        Assert.Null(_directory.Find("worse"));
        Assert.Single(_log.Collector.GetSnapshot(), static e => e.Id.Id == 5004);
    }

    [Fact]
    public async Task Stop_WhileAServerHangs_EndsAtOnce()
    {
        _bbb.Hangs("bbb1");
        await StartAsync("bbb1");
        await _bbb.RequestAsync("bbb1", Token);

        await _poller!.StopAsync(Token).WaitAsync(Limits.Generous, Token);

        Assert.True(_poller.ExecuteTask!.IsCompletedSuccessfully);
        Assert.Equal(ServerState.Unknown, State("bbb1"));
    }

    [Fact]
    public async Task Log_OfEverything_HoldsNeitherSecretNorChecksum()
    {
        _bbb.Answers("bbb1", ("room", 1, "12"));
        await StartAsync("bbb1");
        await _time.TimerSetAsync(Interval, Token);
        _bbb.Refuses("bbb1");
        _time.Advance(Interval);
        for (var i = 0; i < 3; i++)
        {
            await _time.TimerSetAsync(Urgent, Token);
            _time.Advance(Urgent);
        }

        var text = string.Join('\n', _log.Collector.GetSnapshot().Select(static e => $"{e.Message} {e.Exception}"));
        Assert.Contains("bbb1", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of", text, StringComparison.Ordinal);
        Assert.DoesNotContain(
            BbbChecksum.Compute("getMeetings", "", "secret-of-bbb1", ChecksumAlgorithm.Sha256), text, StringComparison.OrdinalIgnoreCase);
    }

    private async Task StartAsync(params string[] hosts)
    {
        var servers = hosts.Select(static host => new ServerOptions
        {
            Name = host,
            ApiUrl = $"http://{host}/bigbluebutton/api/",
            Secret = $"secret-of-{host}",
        }).ToList();
        _poller = new MeetingPoller(servers, new ServerSecrets(Machines.Vault()), new BbbApiClient(_bbb, _time), _directory, _time, _log);
        await _poller.StartAsync(Token);
    }

    private ServerState State(string server) => _directory.Servers.Single(s => s.Name == server).State;

    private Task<MeetingChange> ToldAsync() => _told.Reader.ReadAsync(Token).AsTask().WaitAsync(Limits.Generous, Token);
}
