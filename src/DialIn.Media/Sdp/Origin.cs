namespace DialIn.Media.Sdp;

/// <summary>The <c>o=</c> line: which session this describes and which version of the description it is. RFC 8866 §5.2.</summary>
/// <param name="Username">A name without spaces, or <c>-</c>.</param>
/// <param name="SessionId">The same for the whole life of a session.</param>
/// <param name="Version">Grows by one with each change of the description.</param>
/// <param name="Address">The address of the machine that made it; text, since nobody connects to it.</param>
public sealed record Origin(string Username, ulong SessionId, ulong Version, string Address)
{
    /// <summary>What stands in for a line that is missing.</summary>
    internal static Origin Missing { get; } = new("-", 0, 0, "0.0.0.0");
}
