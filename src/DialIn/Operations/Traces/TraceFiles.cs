using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using DialIn.Secrets;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.Traces;

/// <summary>
/// Writes traced calls, each as text and as pcap, on a task of its own: calls never wait for a disk. Files are for this user
/// alone.
/// </summary>
/// <param name="folder">Where the files lie.</param>
/// <param name="keep">How long.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where faults go.</param>
/// <param name="mostBytes">How much all of them may take; the oldest go first.</param>
internal sealed partial class TraceFiles(string folder, TimeSpan keep, TimeProvider time, ILogger<TraceFiles> logger, long mostBytes = TraceFiles.UsualBytes) : BackgroundService
{
    /// <summary>How much all files may take, unless it is a test.</summary>
    // Some 30,000 usual calls; no disk that a bridge runs on is full by it.
    public const long UsualBytes = 500_000_000;

    // A call has some 30 messages; what a slow disk does not take by then is lost to the trace and not to the call.
    private const int MostWaiting = 10_000;

    // A call that is refreshed every minute for a day.
    private const long LargestFile = 10_000_000;

    private readonly Channel<(TappedCall Call, TracedMessage Message)> _waiting =
        Channel.CreateBounded<(TappedCall, TracedMessage)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private readonly Lock _disk = new();
    private long? _bytes;
    private volatile bool _hasFailed;

    /// <summary>Where the files lie.</summary>
    public string Folder => folder;

    /// <summary>The path of a call's files, without what tells them apart.</summary>
    public string PathOf(TappedCall call) => Path.Combine(folder, $"{call.StartedAt.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{call.Id}");

    /// <summary>Takes a message to write. Never waits.</summary>
    public void Write(TappedCall call, TracedMessage message) => _waiting.Writer.TryWrite((call, message));

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // What was seen is written.
        while (_waiting.Reader.TryRead(out var last))
        {
            Try(() => Append(last.Call, last.Message));
        }
    }

    /// <summary>Deletes files that are older than they may become. No others than those that were written here.</summary>
    public void DeleteOld() => Try(() =>
    {
        var before = (time.GetUtcNow() - keep).UtcDateTime;
        lock (_disk)
        {
            foreach (var file in Written().Where(file => file.LastWriteTimeUtc < before))
            {
                file.Delete();
            }

            _bytes = null;
        }
    });

    /// <summary>Makes the folder, and tries whether a file can be written there.</summary>
    /// <returns>Why not; null if it can.</returns>
    public string? FindFault()
    {
        try
        {
            MakeFolder();
            using var probe = new FileStream(
                Path.Combine(folder, $".probe-{Guid.NewGuid():N}"), new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.DeleteOnClose });
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }

    /// <summary>Writes at the end of a file, all or nothing: a reader of half a record reads no further.</summary>
    internal static void Append(Stream file, byte[] header, byte[] bytes)
    {
        var before = file.Length;
        try
        {
            file.Write(before == 0 ? [.. header, .. bytes] : bytes);
        }
        catch (IOException)
        {
            file.SetLength(before);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (call, message) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            Try(() => Append(call, message));
        }
    }

    private void Append(TappedCall call, TracedMessage message)
    {
        MakeFolder();
        var path = PathOf(call);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{message.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'} {message.From} -> {message.To}, {message.Protocol}, {message.Source} -> {message.Destination}\n");
        lock (_disk)
        {
            Append($"{path}.txt", [], [.. Encoding.UTF8.GetBytes(line), .. message.Bytes, (byte)'\n']);
            Append($"{path}.pcap", PcapFile.Header(), PcapFile.Record(message.At, UdpPacket.Write(message.Source, message.Destination, message.Bytes)));
        }
    }

    // Whatever else lies there is somebody's.
    private IEnumerable<FileInfo> Written() =>
        Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Where(static file => Name.IsMatch(file.Name)) : [];

    private void MakeRoomFor(long more)
    {
        _bytes ??= Written().Sum(static file => file.Length);
        if (_bytes + more <= mostBytes)
        {
            return;
        }

        // A tenth at once, so that the folder is not listed for each message.
        foreach (var file in Written().OrderBy(static file => file.LastWriteTimeUtc))
        {
            if (_bytes + more <= mostBytes / 10 * 9)
            {
                break;
            }

            _bytes -= file.Length;
            file.Delete();
        }
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private void Append(string path, byte[] header, byte[] bytes)
    {
        MakeRoomFor(header.Length + bytes.Length);
        // No buffer: what a full disk does not take is known at once.
        var options = PrivateFile.Options(FileMode.Append);
        options.BufferSize = 0;
        using var file = new FileStream(path, options);
        if (file.Position >= LargestFile)
        {
            return;
        }

        var before = file.Length;
        Append(file, header, bytes);
        _bytes += file.Length - before;
    }

    [GeneratedRegex(@"^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}\.(txt|pcap)$", RegexOptions.CultureInvariant)]
    private static partial Regex Name { get; }

    // A full disk costs the trace and nothing else.
    private void Try(Action work)
    {
        try
        {
            work();
            _hasFailed = false;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            if (!_hasFailed)
            {
                _hasFailed = true;
                DialInLog.TraceNotWritten(logger, folder, fault);
            }
        }
    }
}
