namespace DialIn.Media.Sdp;

/// <summary>One <c>a=</c> line. RFC 8866 §5.13.</summary>
/// <param name="Name">What stands before the colon; attribute names are case-sensitive.</param>
/// <param name="Value">What stands after it, or null for a property attribute such as <c>a=sendrecv</c>.</param>
public sealed record SdpAttribute(string Name, string? Value = null)
{
    /// <summary>The line, but never a key.</summary>
    public override string ToString() => Value is null ? $"a={Name}" : $"a={Name}:{(Name == CryptoAttribute.Name ? "****" : Value)}";
}
