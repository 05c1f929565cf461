using DialIn.Hosting;

namespace DialIn.Tests.Hosting;

public sealed class SystemdServiceTests
{
    [Theory]
    [InlineData("8:4711", "socket:[4711]", true)]
    [InlineData("8:471", "socket:[4711]", false)]
    [InlineData("8:4711", "/dev/pts/3", false)]
    [InlineData("8:4711", null, false)]
    [InlineData("8:", "socket:[]", false)]
    [InlineData("4711", "socket:[4711]", false)]
    [InlineData(null, "socket:[4711]", false)]
    public void Journal_IsWhereStandardErrorGoes_OnlyIfTheNumbersAreTheSame(string? stream, string? standardError, bool expected) =>
        Assert.Equal(expected, SystemdService.LogsToJournal(stream, standardError));
}
