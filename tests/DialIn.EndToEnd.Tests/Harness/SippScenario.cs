using System.Text;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>Writes a sipp scenario step by step. The words are those of a caller.</summary>
internal sealed class SippScenario(string name)
{
    private const string Caller = "+4915112345678";
    private readonly StringBuilder _steps = new();
    private int _cseq;

    public string Name { get; } = name;

    /// <summary>The full number that this caller sends; it must never show in a log or a database.</summary>
    public static string CallerNumber => Caller;

    public SippScenario Invite(string direction = "sendrecv") => Send($"""
        INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
        From: "A Caller" <sip:{Caller}@[local_ip]:[local_port]>;tag=caller[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: {++_cseq} INVITE
        Contact: <sip:carrier@[local_ip]:[local_port]>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp(direction, version: 1)}
        """);

    /// <summary>The same INVITE once more, as a retransmission: same branch, same CSeq.</summary>
    public SippScenario RetransmittedInvite(int stepsSinceInvite) => Send($"""
        INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-{stepsSinceInvite}];rport
        From: "A Caller" <sip:{Caller}@[local_ip]:[local_port]>;tag=caller[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: {_cseq} INVITE
        Contact: <sip:carrier@[local_ip]:[local_port]>
        Max-Forwards: 70
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp("sendrecv", version: 1)}
        """);

    public SippScenario Reinvite(string direction, int version) => Send(InDialog("INVITE", ++_cseq, $"""
        Contact: <sip:carrier@[local_ip]:[local_port]>
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp(direction, version)}
        """));

    public SippScenario Ack() => Send(InDialog("ACK", _cseq, "Content-Length: 0\n"), retransmit: false);

    public SippScenario Bye() => Send(InDialog("BYE", ++_cseq, "Content-Length: 0\n"));

    /// <summary>Takes back an INVITE that has no final answer yet.</summary>
    public SippScenario Cancel(int stepsSinceInvite) => Send($"""
        CANCEL sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-{stepsSinceInvite}];rport
        From: "A Caller" <sip:{Caller}@[local_ip]:[local_port]>;tag=caller[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>
        Call-ID: [call_id]
        CSeq: {_cseq} CANCEL
        Max-Forwards: 70
        Content-Length: 0

        """);

    /// <summary>The ACK for a final answer other than 2xx goes in the INVITE's own transaction (RFC 3261 §17.1.1.3).</summary>
    public SippScenario AckRefusal(int stepsSinceInvite) => Send($"""
        ACK sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch-{stepsSinceInvite}];rport
        From: "A Caller" <sip:{Caller}@[local_ip]:[local_port]>;tag=caller[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: {_cseq} ACK
        Max-Forwards: 70
        Content-Length: 0

        """, retransmit: false);

    public SippScenario Receive(int response, bool optional = false) =>
        Append($"""<recv response="{response}"{(optional ? " optional=\"true\"" : "")}{(response == 200 ? " rrs=\"true\"" : "")}/>""");

    /// <summary>What may or may not come before the answer.</summary>
    public SippScenario Progress() => Receive(100, optional: true).Receive(180, optional: true);

    public SippScenario Answered() => Progress().Receive(200).Ack();

    /// <summary>Waits for the BYE of the bridge and answers it.</summary>
    public SippScenario ExpectBye() => Append("""<recv request="BYE"/>""").Send("""
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        [last_CSeq:]
        Content-Length: 0

        """, retransmit: false);

    /// <summary>Types digits as telephone-events (RFC 4733) and waits until they are out: the next sound would cut them off. sipp sends them as payload type 96, whatever was agreed.</summary>
    public SippScenario Type(string digits) =>
        Append($"""<nop><action><exec play_dtmf="{digits}"/></action></nop>""").Pause(TimeSpan.FromMilliseconds((digits.Length * 420) + 2500));

    /// <summary>Plays recorded RTP from a capture file; it goes on while later steps run.</summary>
    public SippScenario Speak(string captureFile) =>
        Append($"""<nop><action><exec play_pcap_audio="{captureFile}"/></action></nop>""");

    public SippScenario Pause(TimeSpan time) => Append($"""<pause milliseconds="{(int)time.TotalMilliseconds}"/>""");

    public string ToXml() => $"""
        <?xml version="1.0" encoding="ISO-8859-1" ?>
        <scenario name="{Name}">
        {_steps}
        </scenario>
        """;

    private static string InDialog(string method, int cseq, string rest) => $"""
        {method} [next_url] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=[branch];rport
        [routes]
        From: "A Caller" <sip:{Caller}@[local_ip]:[local_port]>;tag=caller[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>[peer_tag_param]
        Call-ID: [call_id]
        CSeq: {cseq} {method}
        Max-Forwards: 70
        {rest}
        """;

    private static string Sdp(string direction, int version) => $"""
        v=0
        o=carrier 1 {version} IN IP4 [local_ip]
        s=-
        c=IN IP4 [media_ip]
        t=0 0
        m=audio [media_port] RTP/AVP 8 96
        a=rtpmap:8 PCMA/8000
        a=rtpmap:96 telephone-event/8000
        a=fmtp:96 0-15
        a=ptime:20
        a={direction}
        """;

    private SippScenario Send(string message, bool retransmit = true) =>
        Append($"<send{(retransmit ? " retrans=\"500\"" : "")}><![CDATA[\n{message}\n]]></send>");

    private SippScenario Append(string step)
    {
        _steps.AppendLine(step);
        return this;
    }
}
