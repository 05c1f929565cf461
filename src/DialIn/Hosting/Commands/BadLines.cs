using DialIn.Pins;

namespace DialIn.Hosting.Commands;

/// <summary>How the bad lines of a file are named.</summary>
internal static class BadLines
{
    // A file of the wrong kind is bad on every line.
    private const int MostShown = 50;

    /// <summary>Names them, the first ones each.</summary>
    public static void Write(IReadOnlyList<LineFault> faults, Terminal terminal)
    {
        foreach (var fault in faults.Take(MostShown))
        {
            terminal.Error.WriteLine($"line {fault.Line}: {fault.Reason}");
        }

        if (faults.Count > MostShown)
        {
            terminal.Error.WriteLine($"and {faults.Count - MostShown} more lines");
        }
    }
}
