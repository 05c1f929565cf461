using System.Globalization;
using System.Net;
using DialIn.Media.Relay;
using DialIn.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace DialIn.Media.Tests.Relay;

/// <summary>
/// Many calls for a long time. The long form: <c>DIALIN_SOAK_CALLS=500 DIALIN_SOAK_SECONDS=300</c>. It needs the machine for
/// itself, so it runs when no other test of this project does.
/// </summary>
[CollectionDefinition(nameof(SoakTests), DisableParallelization = true)]
[Collection(nameof(SoakTests))]
public class SoakTests
{
    private const int FramesPerSecond = 50;
    private const int LongestLatch = 60;

    // What the test host itself keeps of its own work meanwhile.
    private const long Flat = 512 * 1024;

    // Of the whole process: what the runtime compiles anew and the collector keeps for later come and go, on each machine differently, but nothing grows with
    // the packets. Only the long form has packets enough to tell.
    private const long FlatResident = 16 * 1024 * 1024;
    private const int LongForm = 60;

    private static readonly int Calls = Setting("DIALIN_SOAK_CALLS", 60);
    private static readonly int Seconds = Setting("DIALIN_SOAK_SECONDS", 12);

    [Fact]
    public async Task ManyCalls_ForLong_LoseNothing_AndLeaveNothing()
    {
        // What the runtime opens with the first sockets is there before the count.
        await RelayAsync(calls: 1, FramesPerSecond);
        AssertNoLoopThread();
        var files = LoopFiles();

        await RelayAsync(Calls, Seconds * FramesPerSecond);

        AssertNoLoopThread();
        Assert.Equal(files, LoopFiles());
    }

    // A thread that has been joined is in the system's list a moment longer.
    private static void AssertNoLoopThread()
    {
        SpinWait.SpinUntil(static () => LoopThreads() == 0, TimeSpan.FromSeconds(10));
        Assert.Equal(0, LoopThreads());
    }

    private static async Task RelayAsync(int calls, int frames)
    {
        IPAddress address;
        using (var load = new SoakLoad(calls))
        {
            address = load.Address;
            await SendThroughAsync(load, calls, frames);
        }

        UdpSockets.WaitUntilFree(address);
    }

    private static async Task SendThroughAsync(SoakLoad load, int calls, int frames)
    {
        using var loop = new MediaLoop(new MediaLoopOptions(), TimeProvider.System, NullLoggerFactory.Instance);
        using var ports = new PortPool(new PortPoolOptions { Address = load.Address, First = 20_000, Last = 20_000 + (4 * calls) + 1 }, TimeProvider.System);
        var all = Enumerable.Range(0, calls).Select(number => Open(loop, ports, load, number)).ToList();

        // Until every source is latched, however busy the machine is; those packets count for nothing.
        for (var second = 0; second < LongestLatch && all.Any(call => call.Legs.Any(leg => leg.Statistics.Source is null)); second++)
        {
            await load.SendAsync(FramesPerSecond, isCounted: false);
        }

        Assert.DoesNotContain(all, call => call.Legs.Any(leg => leg.Statistics.Source is null));

        await load.SettleAsync();
        await load.SendAsync(frames / 4, isCounted: true);
        var (memory, resident) = (GC.GetTotalMemory(forceFullCollection: true), Resident());
        await load.SendAsync(frames - (frames / 4), isCounted: true);
        var (grown, grownResident) = (GC.GetTotalMemory(forceFullCollection: true) - memory, Resident() - resident);
        await load.DrainAsync();

        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{calls} calls, {Enumerable.Range(0, calls).Count(SoakLoad.IsEncrypted)} encrypted, {Enumerable.Range(0, calls).Count(SoakLoad.IsTranscoded)} transcoded, {frames / FramesPerSecond} s: "
            + $"{load.Sent} sent, {load.Received} arrived, {load.KernelDrops} dropped by the kernel; heap {grown / 1024} KiB more, resident {grownResident / 1024} KiB more, {(resident + grownResident) / 1024} KiB in all");
        Assert.Equal(2L * calls * frames, load.Sent);
        Assert.Equal(load.Sent, load.Received + load.KernelDrops);
        Assert.Equal(0, load.OutOfOrder);
        Assert.InRange(grown, long.MinValue, Flat);
        if (Seconds >= LongForm)
        {
            Assert.InRange(grownResident, long.MinValue, FlatResident);
        }

        all.ForEach(call => call.Dispose());
        Assert.All(loop.Threads, thread => Assert.Equal(0, thread.Calls));
    }

    private static CallMedia Open(MediaLoop loop, PortPool ports, SoakLoad load, int number)
    {
        var call = CallMedia.Create(loop, ports);
        var trunk = call.OpenLeg(new MediaLegOptions { Name = "trunk", ReportDigits = true }, _ => { });
        var conference = call.OpenLeg(new MediaLegOptions { Name = "conference", Connected = true }, _ => { });
        load.Use(number, call, trunk, conference);
        call.Join(trunk, conference);
        return call;
    }

    private static int LoopThreads() => Directory.EnumerateDirectories("/proc/self/task")
        .Count(static task => NameOf(task).StartsWith("dialin-media", StringComparison.Ordinal));

    // Threads end while they are counted.
    private static string NameOf(string task)
    {
        try
        {
            return File.ReadAllText($"{task}/comm");
        }
        catch (IOException)
        {
            return "";
        }
    }

    // What a poller opens, besides sockets. The collector closes none of it.
    private static int LoopFiles() => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(static file => new FileInfo(file).LinkTarget?.StartsWith("anon_inode:", StringComparison.Ordinal) == true);

    // Native memory as well, which the ciphers take.
    private static long Resident() => 1024 * File.ReadLines("/proc/self/status")
        .Where(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal))
        .Select(static line => long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture))
        .Single();

    private static int Setting(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : usual;
}
