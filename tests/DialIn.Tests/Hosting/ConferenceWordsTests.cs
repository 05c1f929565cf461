using DialIn.Hosting.Commands;

namespace DialIn.Tests.Hosting;

public class ConferenceWordsTests
{
    [Theory]
    [InlineData(200, null, "Ok", "lets this bridge in", "")]
    [InlineData(404, "Not Found", "Ok", "lets nobody into an empty room", "")]
    [InlineData(480, "Q.850;cause=1;text=\"UNALLOCATED_NUMBER\"", "Ok", "lets nobody into an empty room", "")]
    [InlineData(480, "Q.850;cause=20;text=\"SUBSCRIBER_ABSENT\"", "Ok", "lets nobody into an empty room", "")]
    [InlineData(480, "Q.850;cause=16;text=\"NORMAL_CLEARING\"", "Fault", "dialplan does not know this bridge", "with the address 192.0.2.10")]
    [InlineData(480, "Temporarily Unavailable", "Fault", "dialplan does not know this bridge", "reloadxml")]
    [InlineData(401, "Unauthorized", "Fault", "asks for a password", "apply-inbound-acl")]
    [InlineData(407, "Proxy Authentication Required", "Fault", "asks for a password", "must have 192.0.2.10")]
    [InlineData(403, "Forbidden", "Fault", "access list", "reloadacl")]
    [InlineData(488, "Q.850;cause=88", "Fault", "no codec that both have", "Servers[].Codecs")]
    [InlineData(606, "Not Acceptable", "Fault", "no codec that both have", "Servers[].Srtp")]
    [InlineData(503, "Maximum Calls In Progress", "Warning", "too many new calls", "sessions-per-second")]
    [InlineData(603, "Decline", "Fault", "declines", "dialplan of your own")]
    [InlineData(500, "Server Error", "Fault", "500 Server Error", "console loglevel")]
    [InlineData(null, null, "Fault", "OPTIONS is answered and INVITE is not", "transport=tcp")]
    public void Invite_IsToldInWords(int? status, string? reason, string verdict, string text, string remedy)
    {
        var findings = ConferenceWords.Of(new ConferenceAnswers(200, status, reason, null), "server bbb1", "sip:bbb1.example", "192.0.2.10");

        Assert.Equal(["server bbb1: the way there", "server bbb1: a call"], findings.Select(static finding => finding.Subject));
        Assert.Equal(Verdict.Ok, findings[0].Verdict);
        Assert.Equal(verdict, findings[1].Verdict.ToString());
        Assert.Contains(text, findings[1].Text, StringComparison.Ordinal);
        Assert.Contains(remedy, findings[1].Remedy, StringComparison.Ordinal);
        Assert.Equal(findings[1].Verdict == Verdict.Ok, findings[1].Remedy.Length == 0);
    }

    [Fact]
    public void Silence_IsAFirewall_AndNoRtpIsOneToo()
    {
        var silent = Assert.Single(ConferenceWords.Of(new ConferenceAnswers(null, null, null, null), "server bbb1", "sip:bbb1.example", "192.0.2.10"));
        Assert.Equal(Verdict.Fault, silent.Verdict);
        Assert.Contains("ufw allow from 192.0.2.10", silent.Remedy, StringComparison.Ordinal);

        var nowhere = Assert.Single(ConferenceWords.Of(new ConferenceAnswers(null, null, null, null) { NotSent = "no such name" }, "server bbb1", "sip:bbb1.example", "192.0.2.10"));
        Assert.Contains("no such name", nowhere.Text, StringComparison.Ordinal);

        var deaf = ConferenceWords.Of(new ConferenceAnswers(null, 200, "OK", false), "server bbb1", "sip:bbb1.example", "192.0.2.10");
        Assert.Equal([Verdict.Warning, Verdict.Ok, Verdict.Fault], deaf.Select(static finding => finding.Verdict));
        Assert.Contains("16384-32768", deaf[2].Remedy, StringComparison.Ordinal);
        Assert.Equal(Verdict.Ok, ConferenceWords.Of(new ConferenceAnswers(200, 200, "OK", true), "server bbb1", "sip:bbb1.example", "192.0.2.10")[2].Verdict);
    }
}
