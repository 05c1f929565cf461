using System.Net;
using DialIn.Operations.Traces;
using DialIn.Sip.Transports;
using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Time.Testing;

namespace DialIn.Tests.Operations.Traces;

public sealed class TraceFilesTests : IDisposable
{
    private const string Name = "20260102T030405Z-0123456789ab";

    private readonly TestFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly FakeLogger<TraceFiles> _log = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void OldFiles_AreDeleted_AndOthersAreNot()
    {
        Directory.CreateDirectory(_folder.File("traces"));
        string[] others = ["notes.txt", "other.pcap", $"{Name}.txt.bak", "20260102T030405Z-0123456789AB.txt"];
        foreach (var (name, age) in new[] { ($"{Name}.txt", 4), ($"{Name}.pcap", 4), ("20260102T030406Z-0123456789ab.pcap", 2) }.Concat(others.Select(static name => (name, 40))))
        {
            File.WriteAllText(_folder.File($"traces/{name}"), "");
            File.SetLastWriteTimeUtc(_folder.File($"traces/{name}"), _time.GetUtcNow().UtcDateTime.AddDays(-age));
        }

        using var files = Files();
        files.DeleteOld();

        Assert.Equal(
            others.Append("20260102T030406Z-0123456789ab.pcap").Order(StringComparer.Ordinal), Directory.GetFiles(_folder.File("traces")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Files_TakeNoMoreThanTheMost_TheOldestGo()
    {
        Directory.CreateDirectory(_folder.File("traces"));
        foreach (var (day, bytes) in new[] { (1, 4_000), (2, 4_000), (3, 1_000) })
        {
            var name = _folder.File($"traces/2025120{day}T000000Z-0123456789ab.txt");
            await File.WriteAllBytesAsync(name, new byte[bytes], TestContext.Current.CancellationToken);
            File.SetLastWriteTimeUtc(name, new DateTime(2025, 12, day, 0, 0, 0, DateTimeKind.Utc));
        }

        await File.WriteAllBytesAsync(_folder.File("traces/of-somebody.txt"), new byte[20_000], TestContext.Current.CancellationToken);
        using var files = Files(mostBytes: 10_000);
        await WriteAsync(files, 2_000);

        Assert.Equal(
            ["20251202T000000Z-0123456789ab.txt", "20251203T000000Z-0123456789ab.txt", $"{Name}.pcap", $"{Name}.txt", "of-somebody.txt"],
            Directory.GetFiles(_folder.File("traces")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Record_ThatADiskTakesHalf_IsTakenBack()
    {
        using var disk = new SmallDisk(most: 10);
        TraceFiles.Append(disk, [1, 2], [3, 4, 5, 6]);

        Assert.Throws<IOException>(() => TraceFiles.Append(disk, [1, 2], [7, 8, 9, 10, 11]));

        Assert.Equal([1, 2, 3, 4, 5, 6], disk.ToArray());
    }

    [Fact]
    public async Task FullDisk_CostsTheTraceAlone_AndIsSaidOnce()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "a disk that is full is a device of Linux");
        Directory.CreateDirectory(_folder.File("traces"));
        File.CreateSymbolicLink(_folder.File($"traces/{Name}.txt"), "/dev/full");
        using var files = Files();

        await WriteAsync(files, 10, 10, 10);

        Assert.Single(_log.Collector.GetSnapshot(), static record => record.Id.Id == 3603);
    }

    [Fact]
    public void Folder_ThatTakesNoFile_IsSaid()
    {
        using var files = Files();
        Assert.Null(files.FindFault());
        Assert.Empty(Directory.GetFiles(_folder.File("traces")));

        File.WriteAllText(_folder.File("file"), "");
        using var none = new TraceFiles(_folder.File("file/traces"), TimeSpan.FromDays(3), _time, _log);
        Assert.Contains("file", none.FindFault(), StringComparison.Ordinal);
    }

    private TraceFiles Files(long mostBytes = TraceFiles.UsualBytes) => new(_folder.File("traces"), TimeSpan.FromDays(3), _time, _log, mostBytes);

    private async Task WriteAsync(TraceFiles files, params int[] lengths)
    {
        var end = new IPEndPoint(IPAddress.Loopback, 5060);
        foreach (var length in lengths)
        {
            files.Write(new TappedCall("0123456789ab", _time.GetUtcNow()), new TracedMessage(_time.GetUtcNow(), "trunk", "bridge", SipProtocol.Udp, end, end, new byte[length]));
        }

        await files.StartAsync(TestContext.Current.CancellationToken);
        await files.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class SmallDisk(int most) : MemoryStream
    {
        // A span comes here too.
        public override void Write(byte[] buffer, int offset, int count)
        {
            var taken = Math.Min(count, most - (int)Length);
            base.Write(buffer, offset, taken);
            if (taken < count)
            {
                throw new IOException("no space left");
            }
        }
    }
}
