using DialIn.Testing;
using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.Service;

/// <summary>Waits for a line of the log.</summary>
internal static class LogWaiting
{
    public static async Task<FakeLogRecord> WaitAsync(this FakeLogCollector log, Func<FakeLogRecord, bool> wanted, CancellationToken cancel)
    {
        FakeLogRecord? found = null;
        await Waiting.UntilAsync(() => (found = log.GetSnapshot().FirstOrDefault(wanted)) is not null, cancel);
        return found!;
    }
}
