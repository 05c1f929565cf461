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

    /// <summary>Takes one datagram.</summary>
    public void Handle(ReadOnlySpan<byte> datagram, IPEndPoint source)
    {
        if (!IsResponse(datagram) && !events.Admit(local.Protocol, source))
        {
            events.OnDropped(DropReason.NotAdmitted);
        }
        else if (datagram.Length > limits.MaxDatagramBytes)
        {
            events.OnDropped(DropReason.TooLarge);
        }
        else if (datagram.Length > LongestKeepAlive)
        {
            var flow = new Flow(local, new SipEndPoint(local.Protocol, source), 0);
            if (SipParser.TryParse(datagram, limits, out var message, out var error))
            {
                events.OnMessage(message, flow);
            }
            else
            {
                events.OnMalformed(error, message, flow);
            }
        }
    }

    /// <summary>Whether the bytes begin a response, which needs no admission: it answers something that we sent.</summary>
    internal static bool IsResponse(ReadOnlySpan<byte> bytes) => bytes.StartsWith("SIP/2.0 "u8);
}
