using System.Net;
using DialIn.Sip.Messages;

namespace DialIn.Sip.UserAgents;

/// <summary>Where a peer sees us, as it says in the Via of its responses.</summary>
internal static class ObservedAddress
{
    /// <summary>The address and port that our request came from; <c>null</c> if the response does not say.</summary>
    public static IPEndPoint? In(SipResponse response)
    {
        var via = response.TopVia;

        // RFC 3581 §4: a server that knows rport fills it in; then received stands beside it or our own address was right.
        return via.RPort is { } port && port != 0 && IPAddress.TryParse(via.Received ?? via.SentByHost, out var address)
            ? new IPEndPoint(address, port)
            : null;
    }
}
