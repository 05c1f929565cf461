namespace DialIn.Sip.Messages;

/// <summary>Why bytes are no message.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Offset">Where, in bytes from the start of the input.</param>
/// <param name="StatusCode">The status that the sender of a request is owed if its headers could be read; null for silence.</param>
public readonly record struct SipParseError(SipParseErrorKind Kind, int Offset, int? StatusCode = null)
{
    /// <summary>Whether there is no error.</summary>
    public bool IsNone => Kind == SipParseErrorKind.None;
}
