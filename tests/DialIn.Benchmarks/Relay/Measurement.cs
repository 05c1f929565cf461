using DialIn.Benchmarks.Load;

namespace DialIn.Benchmarks.Relay;

/// <summary>What one run of one relay at one number of calls showed.</summary>
/// <param name="System">The relay's name.</param>
/// <param name="Calls">Calls up.</param>
/// <param name="Cpu">CPU of its process in the measured seconds.</param>
/// <param name="Load">What arrived.</param>
/// <param name="ResidentKiB">Memory that the calls added, packets flowing.</param>
/// <param name="KernelDrops">Datagrams that the kernel dropped because a socket's buffer was full, at either side.</param>
/// <param name="Runtime">What the runtime counted in the measured seconds.</param>
internal sealed record Measurement(string System, int Calls, TimeSpan Cpu, LoadResult Load, long ResidentKiB, long KernelDrops, RuntimeCounts? Runtime)
{
    public double MicrosecondsPerPacket => Cpu.TotalMicroseconds / Load.Received;
}
