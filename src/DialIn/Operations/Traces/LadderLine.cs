using System.ComponentModel;

namespace DialIn.Operations.Traces;

/// <summary>A message of a call, in short: an arrow of a ladder diagram.</summary>
/// <param name="At">When it passed.</param>
/// <param name="From">Who sent it: <c>trunk</c>, <c>bridge</c> or <c>server</c>.</param>
/// <param name="To">Who got it, in the same words.</param>
/// <param name="Text">The start line, masked, with what its session description says in short.</param>
internal sealed record LadderLine(
    [property: Description("When it passed.")] DateTimeOffset At,
    [property: Description("Who sent it: trunk, bridge or server.")] string From,
    [property: Description("Who got it, in the same words.")] string To,
    [property: Description("The start line, masked, and in brackets what its session description says.")] string Text)
{
    /// <summary>The carrier's side.</summary>
    public const string Trunk = "trunk";

    /// <summary>DialIn.</summary>
    public const string Bridge = "bridge";

    /// <summary>The conference server.</summary>
    public const string Server = "server";
}
