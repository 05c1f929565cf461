using System.Net;
using DialIn.Sip.Locating;
using DialIn.Sip.Transports;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Locating;

[Rfc(3263, "4.3")]
public sealed class TargetFailuresTests
{
    private static readonly SipEndPoint A = new(SipProtocol.Udp, IPEndPoint.Parse("192.0.2.1:5060"));
    private static readonly SipEndPoint B = new(SipProtocol.Udp, IPEndPoint.Parse("192.0.2.2:5060"));
    private static readonly SipEndPoint C = new(SipProtocol.Udp, IPEndPoint.Parse("192.0.2.3:5060"));
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TargetFailures _failures = new();

    [Fact]
    public void Failed_GoesBehindTheOthers_UntilItsTimeIsOver()
    {
        _failures.Failed(A, Start);
        Assert.Equal([B, C, A], Arrange(0));
        Assert.Equal([B, C, A], Arrange(29));
        Assert.Equal([A, B, C], Arrange(30));
    }

    [Fact]
    public void FailedAgainAndAgain_StaysBehindForLonger_UpToTenMinutes()
    {
        var at = 0;
        foreach (var pause in (int[])[30, 60, 120, 240, 480, 600, 600, 600])
        {
            _failures.Failed(A, Start.AddSeconds(at));
            Assert.Equal([B, C, A], Arrange(at + pause - 1));
            Assert.Equal([A, B, C], Arrange(at + pause));
            at += pause;
        }
    }

    [Fact]
    public void ManyRequests_ThatFailTogether_AreOneFailure()
    {
        for (var i = 0; i < 50; i++)
        {
            _failures.Failed(A, Start.AddSeconds(i * 0.1));
        }

        Assert.Equal([A, B, C], Arrange(30));
    }

    [Fact]
    public void Answered_IsAsGoodAsNew()
    {
        _failures.Failed(A, Start);
        _failures.Failed(A, Start.AddSeconds(30));
        _failures.Answered(A);
        Assert.Equal([A, B, C], Arrange(31));

        _failures.Failed(A, Start.AddSeconds(40));
        Assert.Equal([A, B, C], Arrange(70));
    }

    [Fact]
    public void FailureLongAgo_IsForgotten()
    {
        _failures.Failed(A, Start);
        _failures.Failed(A, Start.AddHours(1));
        Assert.Equal([A, B, C], Arrange(3_600 + 30));
    }

    [Theory]
    [InlineData(120, 120)]
    [InlineData(5, 5)]
    [InlineData(1_000_000, 3_600)]
    [Rfc(3261, "21.5.4")]
    public void RetryAfter_IsHonouredUpToAnHour(int asked, int held)
    {
        _failures.Failed(A, Start, TimeSpan.FromSeconds(asked));
        Assert.Equal([B, C, A], Arrange(held - 1));
        Assert.Equal([A, B, C], Arrange(held));
    }

    [Fact]
    public void AllFailed_TheOneThatIsFreeFirstIsInFront()
    {
        _failures.Failed(A, Start, TimeSpan.FromSeconds(300));
        _failures.Failed(B, Start.AddSeconds(10));
        _failures.Failed(C, Start.AddSeconds(5));
        Assert.Equal([C, B, A], Arrange(20));
    }

    [Fact]
    public void MoreTargetsThanAnyBridgeHas_AreNotAllRemembered()
    {
        for (var i = 0; i < 5_000; i++)
        {
            _failures.Failed(A with { Address = new IPEndPoint(A.Address.Address, 1 + i) }, Start);
        }

        Assert.InRange(_failures.Count, 1, 1_000);
    }

    private IReadOnlyList<SipEndPoint> Arrange(double seconds) => _failures.Arrange([A, B, C], Start.AddSeconds(seconds));
}
