using System.Globalization;
using System.Text;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations.Traces;

/// <summary>
/// Writes traced calls, each as text and as pcap, on a task of its own: calls never wait for a disk. Files are for this user
/// alone, and old ones are deleted.
/// </summary>
/// <param name="folder">Where the files lie.</param>
/// <param name="keep">How long.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where faults go.</param>
internal sealed class TraceFiles(string folder, TimeSpan keep, TimeProvider time, ILogger<TraceFiles> logger) : BackgroundService
{
    // A call has some 30 messages; what a slow disk does not take by then is lost to the trace and not to the call.
    private const int MostWaiting = 10_000;

    // A call that is refreshed every minute for a day.
    private const long LargestFile = 10_000_000;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    private readonly Channel<(TappedCall Call, TracedMessage Message)> _waiting =
        Channel.CreateBounded<(TappedCall, TracedMessage)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    private bool _hasFailed;

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

    /// <summary>Deletes files that are older than they may become.</summary>
    public void DeleteOld()
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        var before = (time.GetUtcNow() - keep).UtcDateTime;
        foreach (var file in Directory.EnumerateFiles(folder).Where(static file => Path.GetExtension(file) is ".txt" or ".pcap"))
        {
            if (File.GetLastWriteTimeUtc(file) < before)
            {
                File.Delete(file);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var timer = time.CreateTimer(_ => Try(DeleteOld), null, TimeSpan.Zero, Interval);
        await foreach (var (call, message) in _waiting.Reader.ReadAllAsync(stoppingToken))
        {
            Try(() => Append(call, message));
        }
    }

    private void Append(TappedCall call, TracedMessage message)
    {
        if (!Directory.Exists(folder))
        {
            MakeFolder();
        }

        var path = PathOf(call);
        var line = string.Create(
            CultureInfo.InvariantCulture,
            $"{message.At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'} {message.From} -> {message.To}, {message.Protocol}, {message.Source} -> {message.Destination}\n");
        Append($"{path}.txt", [], [.. Encoding.UTF8.GetBytes(line), .. message.Bytes, (byte)'\n']);
        Append($"{path}.pcap", PcapFile.Header(), PcapFile.Record(message.At, UdpPacket.Write(message.Source, message.Destination, message.Bytes)));
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

    private static void Append(string path, byte[] header, byte[] bytes)
    {
        var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        if (file.Position >= LargestFile)
        {
            return;
        }

        if (file.Position == 0)
        {
            file.Write(header);
        }

        file.Write(bytes);
    }

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
