using DialIn.Hosting.Commands;

namespace DialIn.Tests.Hosting;

public class StandardInputTests
{
    [Theory]
    [InlineData("pos:\t0\nflags:\t0100002\nmnt_id:\t26\n", false)] // a terminal
    [InlineData("pos:\t0\nflags:\t00\nmnt_id:\t15\n", false)] // a pipe
    [InlineData("pos:\t0\nflags:\t02000002\nmnt_id:\t16\n", true)] // an event queue that the runtime has made
    [InlineData("pos:\t0\nflags:\t02100000\n", true)]
    [InlineData("flags:\tx\n", false)]
    [InlineData("", false)]
    [InlineData(null, true)]
    public void Input_IsClosed_WhenItsNumberBelongsToTheRuntime(string? fileInformation, bool isClosed) =>
        Assert.Equal(isClosed, StandardInput.IsClosed(fileInformation));
}
