using System.Net;
using DialIn.Sip.Messages;

namespace DialIn.Sip.Transports;

/// <summary>What happens to a datagram, in the order of cost: admit, then look at the size, then parse.</summary>
/// <param name="events">Who hears of it.</param>
/// <param name="limits">What is too large.</param>
/// <param name="local">Our end.</param>
internal sealed class InboundDatagrams(ISipTransportEvents events, SipLimits limits, SipEndPoint local)
{
    // Devices keep their NAT open with a few bytes that mean nothing: line ends, zeros.
    private const int LongestKeepAlive = 4;

    /// <summary>Whether a datagram is worth a look. What is refused has cost no allocation; it is counted here.</summary>
    public bool Admits(ReadOnlySpan<byte> datagram, SourceAddress source)
    {
        if (datagram.Length <= LongestKeepAlive)
        {
            return false;
        }

        var refusal = events.Refuse(source);
        if (refusal == DropReason.NotAdmitted && IsResponse(datagram) && Identifiers.HoldsOurBranch(datagram))
        {
            // It answers something that we sent: to a name that has moved, or through a peer with several addresses.
            refusal = null;
        }

        if (refusal is null && datagram.Length > limits.MaxDatagramBytes)
        {
            refusal = DropReason.TooLarge;
        }

        if (refusal is { } reason)
        {
            events.OnDropped(reason);
        }

        return refusal is null;
    }

    /// <summary>Takes a datagram that is admitted.</summary>
    public void Handle(ReadOnlySpan<byte> datagram, IPEndPoint source)
    {
        var flow = new Flow(local, new SipEndPoint(local.Protocol, source), 0);
        if (SipParser.TryParse(datagram, limits, out var message, out var error))
        {
            message.WireLength = datagram.Length;
            events.OnMessage(message, flow);
        }
        else
        {
            events.OnMalformed(error, message, flow);
        }
    }

    /// <summary>Whether the bytes begin a response.</summary>
    internal static bool IsResponse(ReadOnlySpan<byte> bytes) => bytes.StartsWith("SIP/2.0 "u8);
}
