using System.Globalization;

namespace DialIn.Benchmarks.Calls;

/// <summary>What a runtime says of itself among the metrics of a program, and how many calls that has.</summary>
/// <param name="Compiled">Methods compiled.</param>
/// <param name="Exceptions">Exceptions thrown.</param>
/// <param name="Allocated">Bytes allocated.</param>
internal sealed record RuntimeFigures(long Compiled, long Exceptions, long Allocated)
{
    /// <summary>Calls that are up now.</summary>
    public long Calls { get; private init; }

    public static RuntimeFigures operator -(RuntimeFigures after, RuntimeFigures before) =>
        new(after.Compiled - before.Compiled, after.Exceptions - before.Exceptions, after.Allocated - before.Allocated);

    /// <summary>Reads the text format of Prometheus.</summary>
    public static RuntimeFigures Parse(string text)
    {
        var lines = text.Split('\n');
        return new RuntimeFigures(
            Sum(lines, "dotnet_jit_compiled_methods_total"),
            Sum(lines, "dotnet_exceptions_total"),
            Sum(lines, "dotnet_gc_heap_total_allocated_bytes_total"))
        {
            Calls = Sum(lines, "dialin_calls_active"),
        };
    }

    // NAME{labels} VALUE; what has not happened yet has no line.
    private static long Sum(IEnumerable<string> lines, string name) => lines
        .Where(line => line.StartsWith($"{name}{{", StringComparison.Ordinal))
        .Sum(static line => (long)double.Parse(line[(line.LastIndexOf('}') + 1)..], CultureInfo.InvariantCulture));
}
