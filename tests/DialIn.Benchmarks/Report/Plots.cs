using DialIn.Benchmarks.Relay;
using ScottPlot;

namespace DialIn.Benchmarks.Report;

/// <summary>The figures as pictures.</summary>
internal static class Plots
{
    private const int Width = 900;
    private const int Height = 500;

    private static readonly Dictionary<string, string> Colors = new() { [RelayOptions.Floor] = "#888888", [RelayOptions.DialIn] = "#0b6bcb", [RelayOptions.Rtpengine] = "#d9822b", };

    /// <summary>CPU per packet over the number of calls.</summary>
    public static void Cpu(IReadOnlyList<Measurement> measured, string file) =>
        Save(measured, "CPU per relayed packet", "µs", static one => one.MicrosecondsPerPacket, isLogarithmic: false, file);

    /// <summary>The delay that 99 of 100 packets do not exceed, over the number of calls.</summary>
    public static void Delay(IReadOnlyList<Measurement> measured, string file) =>
        Save(measured, "Delay through the relay, p99", "µs", static one => one.Load.P99, isLogarithmic: true, file);

    private static void Save(IReadOnlyList<Measurement> measured, string title, string unit, Func<Measurement, double> value, bool isLogarithmic, string file)
    {
        using var plot = new Plot();
        plot.Title(title);
        plot.XLabel("calls");
        plot.YLabel(unit);
        foreach (var relay in measured.Where(static one => one.System != RelayOptions.Direct && !one.IsOverrun).GroupBy(static one => one.System))
        {
            var line = plot.Add.Scatter(relay.Select(static one => (double)one.Calls).ToArray(), relay.Select(one => isLogarithmic ? Math.Log10(Math.Max(1, value(one))) : value(one)).ToArray());
            (line.LegendText, line.LineWidth, line.MarkerSize) = (RelayOptions.Title(relay.Key), 2, 8);
            line.Color = Color.FromHex(Colors.GetValueOrDefault(relay.Key, "#444444"));
        }

        if (isLogarithmic)
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                IntegerTicksOnly = true,
                LabelFormatter = static power => $"{Math.Pow(10, power):N0}",
            };
        }
        else
        {
            plot.Axes.SetLimitsY(0, 1.2 * measured.Where(static one => one.System != RelayOptions.Direct && !one.IsOverrun).Select(value).DefaultIfEmpty(1).Max());
        }

        // Delays grow with the calls, the CPU of a packet does not.
        plot.ShowLegend(isLogarithmic ? Alignment.LowerRight : Alignment.UpperRight);
        plot.SavePng(file, Width, Height);
    }
}
