using System.Text;
using DialIn.Sip.Messages;
using DialIn.Testing;

namespace DialIn.Sip.Tests.Messages;

public class HeaderLineReaderTests
{
    [Theory]
    [InlineData("To: x\r\n\r\n", "To=x|Blank@9")]
    [InlineData("To: x\n\n", "To=x|Blank@7")]
    [InlineData("To:x\r\nFrom \t:  y \r\n\r\nbody", "To=x|From=y|Blank@21")]
    [InlineData("To:\r\n\r\n", "To=|Blank@7")]
    [InlineData("To:\r\n x\r\n\ty\r\n\r\n", "To=x\r\n\ty|Blank@15")]
    [InlineData("To:a:b\r\n\r\n", "To=a:b|Blank@10")]
    [InlineData("To x\r\nA: b\r\n\r\n", "Bad@0|A=b|Blank@14")]
    [InlineData(" x\r\nA: b\r\n\r\n", "Bad@0|A=b|Blank@12")]
    [InlineData("A/B: x\r\n\r\n", "Bad@0|Blank@10")]
    [InlineData("\r\nrest", "Blank@2")]
    [InlineData("To: x\r\n", "To=x|Out@7")]
    [InlineData("To: x", "Out@0")]
    [InlineData("To: x\r\n y", "Out@0")]
    [InlineData("To: x\r\n\r", "To=x|Out@7")]
    [InlineData("", "Out@0")]
    [Rfc(3261, "7.3.1")]
    public void Lines_AreReadOneByOne(string text, string expected)
    {
        var reader = new HeaderLineReader(Encoding.ASCII.GetBytes(text), 0);
        var steps = new List<string>();
        while (true)
        {
            var step = reader.Next();
            steps.Add(step switch
            {
                HeaderLineReader.Step.Header => $"{Encoding.ASCII.GetString(reader.Name)}={Encoding.ASCII.GetString(reader.Value)}",
                HeaderLineReader.Step.BadLine => $"Bad@{reader.LineOffset}",
                HeaderLineReader.Step.Blank => $"Blank@{reader.Offset}",
                _ => $"Out@{reader.Offset}",
            });
            if (step is HeaderLineReader.Step.Blank or HeaderLineReader.Step.OutOfInput)
            {
                break;
            }
        }

        Assert.Equal(expected, string.Join('|', steps));
    }

    [Theory]
    [Rfc(3261, "20.14")]
    [InlineData("0", 0)]
    [InlineData("349", 349)]
    [InlineData("000349", 349)]
    [InlineData("2147483648", int.MaxValue)]
    [InlineData("99999999999999999999999", int.MaxValue)]
    public void ContentLength_Number_IsBounded(string value, int length)
    {
        var reader = default(ContentLengthReader);
        reader.Add(Encoding.ASCII.GetBytes(value), 10);

        Assert.Equal(length, reader.Length);
        Assert.True(reader.Fault.IsNone);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("1 2")]
    [InlineData("1,1")]
    [InlineData("0x10")]
    [InlineData("1e3")]
    [InlineData("²")]
    public void ContentLength_NoNumber_IsAFault(string value)
    {
        var reader = default(ContentLengthReader);
        reader.Add(Encoding.UTF8.GetBytes(value), 10);

        Assert.Null(reader.Length);
        Assert.Equal(new SipParseError(SipParseErrorKind.BadContentLength, 10, 400), reader.Fault);
    }

    [Fact]
    public void ContentLength_Twice_MustAgree()
    {
        var reader = default(ContentLengthReader);
        reader.Add("5"u8, 1);
        reader.Add("05"u8, 2);
        Assert.True(reader.Fault.IsNone);

        reader.Add("6"u8, 3);
        reader.Add("x"u8, 4);
        Assert.Equal(3, reader.Fault.Offset);
    }

    [Theory]
    [InlineData("Content-Length", true)]
    [InlineData("CONTENT-length", true)]
    [InlineData("l", true)]
    [InlineData("L", true)]
    [InlineData("k", false)]
    [InlineData("Content-Lengths", false)]
    [InlineData("", false)]
    public void ContentLength_HasTwoNames(string name, bool expected) =>
        Assert.Equal(expected, ContentLengthReader.IsContentLength(Encoding.ASCII.GetBytes(name)));
}
