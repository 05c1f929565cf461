using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;
using DialIn.Media.Audio;

namespace DialIn.EndToEnd.Tests.Demo;

public sealed class DemoTests
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Exit_EveryStepWorks_ShowsThemAndEndsWith0()
    {
        using var folder = new ScratchFolder();
        await using var demo = Bridge.StartProgram(folder, "demo", "--exit");

        Assert.True(await demo.WaitForExitAsync(EndWithin, TestContext.Current.CancellationToken) == 0, demo.Output);

        Assert.Equal(
            ["ring", "answer", "prompt", "digits", "lookup", "join", "audio to meeting", "audio to caller", "hang-up"],
            Regex.Matches(demo.Output, @"(?m)^ +\d+\.\d{3} s  (.+?)  ").Select(static step => step.Groups[1].Value));
        Assert.Equal(2, Regex.Count(demo.Output, "sound found: "));
        var pin = Regex.Match(demo.Output, @"PIN +(\d{3} \d{3} \d{3}) for demo-room, which does not exist yet").Groups[1].Value;
        var (moderators, viewers) = (demo.Output.IndexOf("the moderator's chat", StringComparison.Ordinal), demo.Output.IndexOf("the viewer's chat", StringComparison.Ordinal));
        Assert.Contains(pin, demo.Output[moderators..viewers], StringComparison.Ordinal);
        Assert.DoesNotContain(pin, demo.Output[viewers..demo.Output.IndexOf("Somebody calls", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Contains("PIN found in the moderator's chat; nowhere in what the viewer's client was sent", demo.Output, StringComparison.Ordinal);
        Assert.InRange(TenthsOfNothingElse(folder.File("demo/conference.wav"), 440), 15, 61);
        Assert.InRange(TenthsOfNothingElse(folder.File("demo/caller.wav"), 1000), 15, 61);
    }

    [Fact]
    public async Task UsualPortIsTaken_TakesAnotherOne()
    {
        using var folder = new ScratchFolder();
        using var other = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            other.Bind(new IPEndPoint(IPAddress.Loopback, 5060));
        }
        catch (SocketException)
        {
            // Somebody else has taken it, which does as well.
        }

        await using var demo = Bridge.StartProgram(folder, "demo");
        var bridge = await demo.WaitForLineAsync(static line => line.StartsWith("  bridge ", StringComparison.Ordinal), EndWithin, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(":5060,", bridge, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dialin.json")] // before the start
    [InlineData("dialin.db")] // at the start
    [InlineData("caller.wav")] // after the call
    public async Task Exit_AStepFails_SaysSoAndEndsWith1(string fileThatCannotBeWritten)
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.File($"demo/{fileThatCannotBeWritten}"));
        await using var demo = Bridge.StartProgram(folder, "demo", "--exit");

        Assert.Equal(1, await demo.WaitForExitAsync(EndWithin, TestContext.Current.CancellationToken));
        Assert.Contains("The demo failed: ", demo.Output, StringComparison.Ordinal);
    }

    // A vowel of the prompts may have a little of any tone, but never nothing else.
    private static int TenthsOfNothingElse(string file, double hertz)
    {
        var clip = WavReader.Read(file);
        return Silence.Windows(clip, 10).Count(window => !Silence.IsSilent(window.Span) && ToneDetector.Power(window.Span, clip.SampleRate, hertz) > 0.9);
    }
}
