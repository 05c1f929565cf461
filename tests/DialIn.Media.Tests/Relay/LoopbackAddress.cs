using System.Net;

namespace DialIn.Media.Tests.Relay;

/// <summary>A loopback address for one test alone: all its ports are free, whatever else runs on the machine.</summary>
internal static class LoopbackAddress
{
    private static int _last;

    public static IPAddress Next()
    {
        var (test, process) = (Interlocked.Increment(ref _last), Environment.ProcessId);
        return new IPAddress([127, (byte)(1 + (test % 250)), (byte)(process >> 8), (byte)(1 + (process % 250))]);
    }
}
