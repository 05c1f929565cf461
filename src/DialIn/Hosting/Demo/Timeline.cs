using System.Globalization;
using DialIn.Hosting.Commands;

namespace DialIn.Hosting.Demo;

/// <summary>Prints what happened in a call, each step with the time since the ring.</summary>
internal sealed class Timeline(Terminal terminal, DateTimeOffset ring)
{
    /// <summary>One step.</summary>
    public void Write(DateTimeOffset moment, string what, string detail = "") =>
        terminal.Output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {(moment - ring).TotalSeconds,7:0.000} s  {what,-16}  {detail}").TrimEnd());
}
