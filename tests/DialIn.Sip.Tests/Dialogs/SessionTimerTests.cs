using DialIn.Sip.Dialogs;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Dialogs;

public class SessionTimerTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SessionTimerOptions Options = new();

    [Theory]
    [InlineData(1800, 900, 1768)]
    [InlineData(90, 45, 60)]
    [Rfc(4028, "10")]
    public void Timer_RefreshesAtHalf_AndEndsBeforeTheIntervalIsOver(int seconds, int refresh, int end)
    {
        var timer = new SessionTimer(TimeSpan.FromSeconds(seconds), WeRefresh: true, Now);

        Assert.Equal(Now.AddSeconds(refresh), timer.RefreshAt);
        Assert.Equal(Now.AddSeconds(end), timer.EndAt);
        Assert.Equal(timer.RefreshAt, timer.DueAt);
        Assert.Equal(timer.EndAt, (timer with { WeRefresh = false }).DueAt);
    }

    // The second table of RFC 4028 §9: who refreshes, by what the client understands and asks for.
    [Theory]
    [InlineData(false, null, null)]
    [InlineData(false, "1800", "1800;refresher=uas")]
    [InlineData(false, "1800;refresher=uac", "1800;refresher=uas")]
    [InlineData(false, "1800;refresher=uas", "1800;refresher=uas")]
    [InlineData(false, "10", "90;refresher=uas")]
    [InlineData(true, null, "1800;refresher=uas")]
    [InlineData(true, "600", "600;refresher=uas")]
    [InlineData(true, "600;refresher=uac", "600;refresher=uac")]
    [InlineData(true, "600;refresher=UAS", "600;refresher=uas")]
    [InlineData(true, "600;refresher=nobody;x=y", "600;refresher=uas")]
    [InlineData(true, "not a number", "1800;refresher=uas")]
    [InlineData(true, "99999999999999999999", "86400;refresher=uas")]
    [Rfc(4028, "9")]
    public void Answer_ToAnInvite(bool isUnderstood, string? asked, string? expected)
    {
        var (timer, extra) = SessionTimerNegotiation.Answer(Request(isUnderstood, asked), null, Options, Now);

        Assert.Equal(expected, extra[HeaderNames.SessionExpires]);
        Assert.Equal(expected?.EndsWith("uas", StringComparison.Ordinal), timer?.WeRefresh);
        Assert.Equal(isUnderstood ? "timer" : null, extra[HeaderNames.Require]);
        Assert.Equal(expected is null ? null : Now, timer?.RefreshedAt);
    }

    [Fact]
    [Rfc(4028, "9")]
    public void Answer_WithTimersSwitchedOff_OnlyAgreesToThoseOfThePeer()
    {
        var off = Options with { Interval = TimeSpan.Zero };

        Assert.Null(SessionTimerNegotiation.Answer(Request(true, null), null, off, Now).Timer);
        Assert.NotNull(SessionTimerNegotiation.Answer(Request(true, "600"), null, off, Now).Timer);
        Assert.Empty(SessionTimerNegotiation.Ask(null, off, null));
    }

    [Theory]
    [InlineData(true, "600;refresher=uas")]
    [InlineData(false, "600;refresher=uac")]
    [Rfc(4028, "9")]
    public void Answer_ToARequestThatForgetsTheTimer_KeepsIt(bool weRefresh, string expected)
    {
        var current = new SessionTimer(TimeSpan.FromSeconds(600), weRefresh, Now.AddMinutes(-5));

        var (timer, extra) = SessionTimerNegotiation.Answer(Request(true, null), current, Options, Now);

        Assert.Equal(expected, extra[HeaderNames.SessionExpires]);
        Assert.Equal(current with { RefreshedAt = Now }, timer);
    }

    [Fact]
    [Rfc(4028, "9")]
    public void Answer_HeedsTheMinimumOfThePeer()
    {
        var request = Request(true, null);
        request = request.With(request.Headers.WithAdded(HeaderNames.MinSE, "7200"));

        Assert.Equal("7200;refresher=uas", SessionTimerNegotiation.Answer(request, null, Options, Now).Extra[HeaderNames.SessionExpires]);
    }

    [Theory]
    [InlineData("120", "120;refresher=uas")]
    [InlineData("10", "90;refresher=uas")]
    [Rfc(4028, "9")]
    public void Answer_ToAProxysIntervalBelowOurMinimum_DoesNotRaiseIt(string asked, string expected)
    {
        var strict = Options with { Minimum = TimeSpan.FromMinutes(5) };
        Assert.Null(SessionTimerNegotiation.Refuse(Request(false, asked), strict));

        Assert.Equal(expected, SessionTimerNegotiation.Answer(Request(false, asked), null, strict, Now).Extra[HeaderNames.SessionExpires]);
    }

    [Fact]
    [Rfc(4028, "7.1")]
    public void Ask_WithAMinimumOfOurOwn_NamesIt()
    {
        var strict = Options with { Minimum = TimeSpan.FromMinutes(5) };

        Assert.Equal("300", SessionTimerNegotiation.Ask(null, strict, null)[HeaderNames.MinSE]);
        Assert.Equal("600", SessionTimerNegotiation.Ask(null, strict, TimeSpan.FromMinutes(10))[HeaderNames.MinSE]);
    }

    [Theory]
    [InlineData(true, "89", "90")]
    [InlineData(true, "90", null)]
    [InlineData(false, "10", null)]
    [InlineData(true, null, null)]
    [Rfc(4028, "9")]
    public void Interval_TooShort_IsRefusedToWhomUnderstandsIt(bool isUnderstood, string? asked, string? minimum) =>
        Assert.Equal(minimum, SessionTimerNegotiation.Refuse(Request(isUnderstood, asked), Options)?[HeaderNames.MinSE]);

    [Theory]
    [InlineData(null, null, "1800", null)]
    [InlineData(null, 3600, "3600", "3600")]
    [InlineData(true, null, "600;refresher=uac", null)]
    [InlineData(false, null, "600;refresher=uas", null)]
    [InlineData(false, 900, "900;refresher=uas", "900")]
    [Rfc(4028, "7.1")]
    [Rfc(4028, "7.4")]
    public void Ask_KeepsTheRolesOfTheDialog(bool? weRefresh, int? minimum, string expected, string? minSe)
    {
        var current = weRefresh is { } we ? new SessionTimer(TimeSpan.FromSeconds(600), we, Now) : null;

        var headers = SessionTimerNegotiation.Ask(current, Options, minimum is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

        Assert.Equal(expected, headers[HeaderNames.SessionExpires]);
        Assert.Equal(minSe, headers[HeaderNames.MinSE]);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("600;refresher=uac", 600, true)]
    [InlineData("600;refresher=uas", 600, false)]
    [InlineData("600", 600, true)]
    [InlineData("5;refresher=uac", 90, true)]
    [Rfc(4028, "7.2")]
    public void Accept_TakesWhatTheAnswerSays(string? value, int? seconds, bool? weRefresh)
    {
        var response = SipResponse.For(Request(true, null), 200);
        response = value is null ? response : response.With(response.Headers.WithAdded(HeaderNames.SessionExpires, value));

        var timer = SessionTimerNegotiation.Accept(response, Now);

        Assert.Equal(seconds, (int?)timer?.Interval.TotalSeconds);
        Assert.Equal(weRefresh, timer?.WeRefresh);
    }

    [Fact]
    [Rfc(4028, "4")]
    public void SessionExpires_ByItsCompactForm_IsRead()
    {
        var text = "INVITE sip:a@b SIP/2.0\r\nx: 600;refresher=uac\r\nk: timer\r\n\r\n";
        Assert.True(SipParser.TryParse(System.Text.Encoding.ASCII.GetBytes(text), SipLimits.Default, out var message, out _));

        Assert.Equal(new SessionExpires(TimeSpan.FromMinutes(10), "uac"), SessionExpires.Of(message!));
        Assert.True(message!.Headers.Lists(HeaderNames.Supported, OptionTags.Timer));
    }

    private static SipRequest Request(bool isUnderstood, string? sessionExpires)
    {
        var headers = SipHeaders.Empty.WithAdded(HeaderNames.Supported, isUnderstood ? "replaces, timer" : "replaces");
        return new SipRequest(SipMethod.Invite, SipUri.Parse("sip:a@b"), sessionExpires is null ? headers : headers.WithAdded(HeaderNames.SessionExpires, sessionExpires));
    }
}
