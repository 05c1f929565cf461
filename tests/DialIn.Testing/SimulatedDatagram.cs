using System.Net;
using System.Text;
using DialIn.Sip.Messages;
using DialIn.Sip.Transports;

namespace DialIn.Testing;

/// <summary>One message on the simulated network.</summary>
/// <param name="Protocol">What carries it.</param>
/// <param name="From">The sender.</param>
/// <param name="To">The receiver.</param>
/// <param name="Bytes">The message.</param>
/// <param name="IsLost">Whether the network loses it.</param>
public sealed record SimulatedDatagram(SipProtocol Protocol, IPEndPoint From, IPEndPoint To, ReadOnlyMemory<byte> Bytes, bool IsLost)
{
    /// <summary>The bytes as text.</summary>
    public string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>The message, or null if the bytes are none.</summary>
    public SipMessage? Message => SipParser.TryParse(Bytes.Span, SipLimits.Default, out var message, out _) ? message : null;

    /// <inheritdoc/>
    public override string ToString() => $"{From} -> {To}{(IsLost ? " lost" : string.Empty)}: {Text.Split("\r\n")[0]}";
}
