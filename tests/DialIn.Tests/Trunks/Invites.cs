using System.Text;
using DialIn.Sip.Messages;

namespace DialIn.Tests.Trunks;

/// <summary>INVITEs as a carrier writes them, read by the parser.</summary>
internal static class Invites
{
    public static SipRequest Of(string headers, string uri = "sip:+4961511234567@192.0.2.1", string from = "<sip:+4915112345634@carrier.example>;tag=1", string to = "<sip:+4961511234567@192.0.2.1>")
    {
        var text = $"""
            INVITE {uri} SIP/2.0
            v: SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1
            f: {from}
            t: {to}
            i: call-1
            CSeq: 1 INVITE
            {headers}

            """.ReplaceLineEndings("\r\n") + (headers.Length == 0 ? "" : "\r\n");
        Assert.True(SipParser.TryParse(Encoding.UTF8.GetBytes(text), SipLimits.Default, out var message, out var error), error.ToString());
        return Assert.IsType<SipRequest>(message);
    }
}
