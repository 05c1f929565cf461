using Microsoft.Extensions.Logging.Testing;

namespace DialIn.Tests.Service;

/// <summary>Waits for a line of the log.</summary>
internal static class LogWaiting
{
    public static async Task<FakeLogRecord> WaitAsync(this FakeLogCollector log, Func<FakeLogRecord, bool> wanted, CancellationToken cancel)
    {
        while (true)
        {
            cancel.ThrowIfCancellationRequested();
            if (log.GetSnapshot().FirstOrDefault(wanted) is { } found)
            {
                return found;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, cancel);
        }
    }
}
