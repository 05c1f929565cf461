using System.Text;
using BenchmarkDotNet.Attributes;
using DialIn.Sip.Messages;

namespace DialIn.Benchmarks.Micro;

/// <summary>An INVITE of a carrier, from bytes to a message.</summary>
[MemoryDiagnoser]
public class SipParserBenchmarks
{
    private static readonly SipLimits Limits = new();

    private readonly byte[] _invite = Encoding.ASCII.GetBytes("""
        INVITE sip:+4961511234567@192.0.2.1:5060 SIP/2.0
        Via: SIP/2.0/UDP 203.0.113.1:5060;branch=z9hG4bK-524287-1---5d3c2e17
        Record-Route: <sip:203.0.113.1;lr;ftag=as58f4201b>
        Max-Forwards: 68
        From: "Caller" <sip:+4915112345678@carrier.example>;tag=as58f4201b
        To: <sip:+4961511234567@192.0.2.1>
        Contact: <sip:+4915112345678@203.0.113.1:5060>
        Call-ID: 4f5ea36f0a3b4d1b7c1d2e3f@203.0.113.1
        CSeq: 102 INVITE
        User-Agent: carrier
        P-Asserted-Identity: <sip:+4915112345678@carrier.example>
        Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, UPDATE, PRACK
        Supported: replaces, timer, 100rel
        Session-Expires: 1800
        Content-Type: application/sdp
        Content-Length: 231

        v=0
        o=root 1821 1821 IN IP4 203.0.113.1
        s=call
        c=IN IP4 203.0.113.1
        t=0 0
        m=audio 11424 RTP/AVP 9 8 0 101
        a=rtpmap:9 G722/8000
        a=rtpmap:8 PCMA/8000
        a=rtpmap:0 PCMU/8000
        a=rtpmap:101 telephone-event/8000
        a=fmtp:101 0-16
        a=ptime:20
        a=sendrecv

        """.ReplaceLineEndings("\r\n"));

    [Benchmark]
    public bool Parse() => SipParser.TryParse(_invite, Limits, out _, out _);
}
