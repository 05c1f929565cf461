using DialIn.Sip.Messages;

namespace DialIn.Sip.Tests.Messages;

public class SipParametersTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(";lr", ";lr")]
    [InlineData("lr;tag=1", ";lr;tag=1")]
    [InlineData(" ; tag \t= 98asjd8 ; q = 0.33 ", ";tag=98asjd8;q=0.33")]
    [InlineData(";text=\"a;b \\\" c\";x", ";text=\"a;b \\\" c\";x")]
    [InlineData(";received=[2001:db8::9:255]", ";received=[2001:db8::9:255]")]
    public void Parameters_Valid_AreWrittenWithoutWhiteSpace(string text, string written)
    {
        Assert.True(SipParameters.TryParse(text, out var parameters));

        Assert.Equal(written, parameters.ToString());
    }

    [Theory]
    [InlineData(";")]
    [InlineData(";;")]
    [InlineData(";a;")]
    [InlineData(";a=")]
    [InlineData(";=b")]
    [InlineData(";a b")]
    [InlineData(";a=b c")]
    [InlineData(";a=\"b")]
    [InlineData(";a=\"b\"c")]
    [InlineData(";a=<b>")]
    [InlineData(";a=b,c")]
    public void Parameters_Invalid_AreRefused(string text) => Assert.False(SipParameters.TryParse(text, out _));

    [Fact]
    public void Value_Read_IsWithoutQuotes()
    {
        Assert.True(SipParameters.TryParse(";Reason=\"say \\\"hi\\\"\";lr;tag=1", out var parameters));

        Assert.Equal("say \"hi\"", parameters["reason"]);
        Assert.Equal(string.Empty, parameters["LR"]);
        Assert.Null(parameters["absent"]);
        Assert.True(parameters.Contains("lr"));
        Assert.False(parameters.Contains("absent"));
        Assert.Equal(3, parameters.Count);
        Assert.Equal("lr", parameters[1].Key);
        Assert.Null(parameters[1].Value);
    }

    [Fact]
    public void With_ExistingName_KeepsThePlace()
    {
        Assert.True(SipParameters.TryParse(";a=1;b=2", out var parameters));

        Assert.Equal(";a=3;b=2;c", parameters.With("A", "3").With("c", null).ToString().Replace("A", "a", StringComparison.Ordinal));
        Assert.Equal(";b=2", parameters.Without("A").ToString());
        Assert.Same(parameters, parameters.Without("absent"));
    }

    [Fact]
    public void With_ValueThatNeedsQuotes_IsQuotedAndReadsBack()
    {
        var parameters = SipParameters.Empty.With("text", "a;b\"c\r\nd");

        Assert.Equal(";text=\"a;b\\\"c  d\"", parameters.ToString());
        Assert.Equal("a;b\"c  d", parameters["text"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\r\nb")]
    public void With_NameThatIsNoToken_Throws(string name) => Assert.Throws<ArgumentException>(() => SipParameters.Empty.With(name, "1"));

    [Fact]
    public void Equality_IgnoresTheCaseOfNames()
    {
        Assert.True(SipParameters.TryParse(";LR;tag=A", out var left));
        Assert.True(SipParameters.TryParse(";lr;TAG=A", out var right));
        Assert.True(SipParameters.TryParse(";lr;TAG=a", out var other));

        Assert.Equal(left, right);
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.NotEqual(left, other);
    }
}
