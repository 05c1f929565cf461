using System.ComponentModel;
using DialIn.Pins;

namespace DialIn.Operations.Api;

/// <summary>How full the pool of PINs is.</summary>
internal sealed record PoolAnswer(
    [property: Description("PINs that are ready for a room.")] int Free,
    [property: Description("PINs that lead to a room.")] int Reserved,
    [property: Description("PINs that led to a room once and rest.")] int Quarantined,
    [property: Description("Pins:LowWater: with fewer free ones more are made, or an alarm is raised.")] int LowWater,
    [property: Description("Whether fewer are free than that.")] bool IsLow)
{
    /// <summary>From the counts.</summary>
    public static PoolAnswer Of(PinPoolCounts counts, PinsOptions options) =>
        new(counts.Free, counts.Assigned, counts.Quarantined, options.LowWater, counts.Free < options.LowWater);
}
