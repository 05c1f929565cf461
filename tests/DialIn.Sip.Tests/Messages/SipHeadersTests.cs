using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class SipHeadersTests
{
    private static readonly SipHeaders Sample = SipHeaders.Empty
        .WithAdded("Via", "SIP/2.0/UDP a, SIP/2.0/UDP b")
        .WithAdded("v", "SIP/2.0/UDP c")
        .WithAdded("Subject", "one, two");

    [Fact]
    [Rfc(3261, "7.3.1")]
    public void GetAll_OfAList_CutsAtCommas()
    {
        Assert.Equal(["SIP/2.0/UDP a", "SIP/2.0/UDP b", "SIP/2.0/UDP c"], Sample.GetAll("VIA"));
        Assert.Equal(["one, two"], Sample.GetAll("subject"));
        Assert.Empty(Sample.GetAll("Route"));
    }

    [Theory]
    [InlineData("<sip:a;x=1,2>, \"b, \\\"c\" <sip:d>,e", "<sip:a;x=1,2>|\"b, \\\"c\" <sip:d>|e")]
    [InlineData(" , a,, b ,", "a|b")]
    [InlineData("\"open, <sip:a>, <sip:b>", "\"open, <sip:a>, <sip:b>")]
    [InlineData("<sip:a, <sip:b>", "<sip:a, <sip:b>")]
    [InlineData("*", "*")]
    [InlineData("", "")]
    public void GetAll_RespectsQuotesAndBrackets(string value, string expected) =>
        Assert.Equal(
            expected.Split('|', StringSplitOptions.RemoveEmptyEntries),
            SipHeaders.Empty.WithAdded("Contact", value).GetAll("Contact"));

    [Theory]
    [Rfc(3261, "7.3.3")]
    [InlineData("m", "Contact")]
    [InlineData("I", "Call-ID")]
    [InlineData("call-id", "Call-ID")]
    [InlineData("x", "Session-Expires")]
    [InlineData("X-Anything", "X-Anything")]
    public void Name_IsCanonical(string name, string canonical) => Assert.Equal(canonical, SipHeaders.Empty.WithAdded(name, "1")[0].Name);

    [Fact]
    public void Indexer_GivesTheFirstLine()
    {
        Assert.Equal("SIP/2.0/UDP a, SIP/2.0/UDP b", Sample["via"]);
        Assert.Null(Sample["To"]);
        Assert.Equal(2, Sample.CountOf("Via"));
        Assert.Equal(3, Sample.Count);
    }

    [Fact]
    public void Changes_KeepOrderAndLeaveTheOriginalAlone()
    {
        Assert.Equal(["Via: x", "Subject: one, two"], Lines(Sample.With("Via", "x")));
        Assert.Equal(["Subject: one, two"], Lines(Sample.Without("via")));
        Assert.Equal("To: y", Lines(Sample.WithPrepended("To", "y"))[0]);
        Assert.Equal("To: y", Lines(Sample.With("To", "y"))[^1]);
        Assert.Equal(6, Sample.WithAdded(Sample).Count);
        Assert.Equal(3, Sample.Count);
    }

    [Theory]
    [InlineData("Subject", "a\r\nVia: evil")]
    [InlineData("Subject", "a\nb")]
    [InlineData("Sub ject", "a")]
    [InlineData("", "a")]
    public void With_WhatWouldBreakTheMessage_Throws(string name, string value)
    {
        Assert.Throws<ArgumentException>(() => SipHeaders.Empty.With(name, value));
        Assert.Throws<ArgumentException>(() => SipHeaders.Empty.WithAdded(name, value));
        Assert.Throws<ArgumentException>(() => SipHeaders.Empty.WithPrepended(name, value));
    }

    private static string[] Lines(SipHeaders headers) => [.. headers.Select(header => $"{header.Name}: {header.Value}")];
}
