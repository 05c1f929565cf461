namespace DialIn.Sip.Messages;

/// <summary>One header line.</summary>
/// <param name="Name">The canonical name.</param>
/// <param name="Value">The value, unfolded, without white space around it.</param>
public readonly record struct SipHeader(string Name, string Value);
