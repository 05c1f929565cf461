using DialIn.Meetings;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Meetings;

public class MeetingRefreshTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly MeetingDirectory _directory;
    private readonly SlowSource _source = new();

    public MeetingRefreshTests()
    {
        _directory = new MeetingDirectory(_time);
        _directory.Attach(_source);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_EndsWhenTheServersHaveAnswered()
    {
        var refresh = _directory.RefreshAsync(Token);
        Assert.False(refresh.IsCompleted);
        _source.Answer();
        await refresh.WaitAsync(Limits.Generous, Token);
    }

    [Fact]
    public async Task Refresh_ServerHangs_EndsAfterTwoSecondsAllTheSame()
    {
        var refresh = _directory.RefreshAsync(Token);
        _time.Advance(TimeSpan.FromSeconds(1.999));
        Assert.False(refresh.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.001));
        await refresh.WaitAsync(Limits.Generous, Token);
    }

    [Fact]
    public async Task Refresh_ManyCallersAtOnce_AskOnce()
    {
        var refreshes = Enumerable.Range(0, 1_000).Select(_ => _directory.RefreshAsync(Token)).ToList();
        _source.Answer();
        await Task.WhenAll(refreshes).WaitAsync(Limits.Generous, Token);
        await _directory.RefreshAsync(Token).WaitAsync(Limits.Generous, Token);
        Assert.Equal(1, _source.Asked);
    }

    [Fact]
    public async Task Refresh_ASecondLater_AsksAgain()
    {
        _source.Answer();
        await _directory.RefreshAsync(Token).WaitAsync(Limits.Generous, Token);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _directory.RefreshAsync(Token).WaitAsync(Limits.Generous, Token);
        Assert.Equal(2, _source.Asked);
    }

    [Fact]
    public async Task Refresh_OneCallerGivesUp_TheOthersDoNot()
    {
        using var stop = new CancellationTokenSource();
        var impatient = _directory.RefreshAsync(stop.Token);
        var patient = _directory.RefreshAsync(Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(patient.IsCompleted);
        _source.Answer();
        await patient.WaitAsync(Limits.Generous, Token);
    }

    [Fact]
    public async Task Refresh_NoSource_EndsAtOnce() =>
        await new MeetingDirectory(_time).RefreshAsync(Token).WaitAsync(Limits.Generous, Token);

    private sealed class SlowSource : IMeetingSource
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Asked { get; private set; }

        public void Answer() => _answer.TrySetResult();

        public void SetUrgent(bool urgent)
        {
        }

        public Task RefreshAsync(CancellationToken cancellationToken)
        {
            Asked++;
            return _answer.Task.WaitAsync(cancellationToken);
        }
    }
}
