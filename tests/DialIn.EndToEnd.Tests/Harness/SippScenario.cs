using System.Text;
using System.Text.RegularExpressions;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>Writes a sipp scenario step by step. The words are those of a caller.</summary>
internal sealed partial class SippScenario(string name)
{
    private const string Caller = "+4915112345678";

    // How play_dtmf sends: a lead-in of 20 packets, then every key for 80 ms and nothing for 80 ms.
    private static readonly TimeSpan LeadIn = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan PerKey = TimeSpan.FromMilliseconds(160);

    // The next sound cuts off what is still to be sent, and a busy machine is late.
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(1500);

    private readonly StringBuilder _steps = new();
    private int _cseq;
    private bool _hasEvents = true;

    public string Name { get; } = name;

    /// <summary>The full number that this caller sends; it must never show in a log or a database.</summary>
    public static string CallerNumber => Caller;

    public SippScenario Invite()
    {
        _cseq++;
        return Send(FirstInvite());
    }

    /// <summary>The same INVITE once more: the carrier has not seen our answer.</summary>
    public SippScenario RetransmittedInvite() => Send(FirstInvite());

    public SippScenario Reinvite(string direction, int version) => Send(InDialog("INVITE", ++_cseq, $"""
        Contact: <sip:carrier@[local_ip]:[local_port];transport=[transport]>
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp(direction, version)}
        """));

    public SippScenario Ack() => Send(InDialog("ACK", _cseq, "Content-Length: 0\n"), retransmit: false);

    public SippScenario Bye() => Send(InDialog("BYE", ++_cseq, "Content-Length: 0\n"));

    /// <summary>Takes back the INVITE, which has no final answer yet.</summary>
    public SippScenario Cancel() => Send(OfFirstInvite("CANCEL", toTag: "", "Content-Length: 0\n"));

    /// <summary>The ACK for a final answer other than 2xx goes in the INVITE's own transaction (RFC 3261 §17.1.1.3).</summary>
    public SippScenario AckRefusal() => Send(OfFirstInvite("ACK", toTag: "[peer_tag_param]", "Content-Length: 0\n"), retransmit: false);

    /// <summary>Waits for an answer.</summary>
    public SippScenario Receive(int response) => Append($"""<recv response="{response}"/>""");

    /// <summary>What may or may not come before the answer.</summary>
    public SippScenario Progress() => Append("""
        <recv response="100" optional="true"/>
        <recv response="180" optional="true"/>
        """);

    /// <summary>Waits for the 200, and acknowledges it.</summary>
    public SippScenario Answered() => Progress().Append("""<recv response="200" rrs="true"/>""").Ack();

    /// <summary>Waits for the 200 to a re-INVITE, whose body must have a line, and acknowledges it.</summary>
    public SippScenario AnsweredWith(string line) => Append($"""
        <recv response="100" optional="true"/>
        <recv response="200"><action><ereg regexp="{line}" search_in="body" check_it="true" assign_to="{_cseq}"/></action></recv>
        <Reference variables="{_cseq}"/>
        """).Ack();

    /// <summary>Waits for the BYE of the bridge and answers it.</summary>
    public SippScenario ExpectBye() => Append("""<recv request="BYE"/>""").Ok();

    /// <summary>Answers the last request with 200.</summary>
    /// <param name="toTag">What makes a dialog of it, if the request has no tag yet.</param>
    public SippScenario Ok(string toTag = "") => Send($"""
        SIP/2.0 200 OK
        [last_Via:]
        [last_From:]
        [last_To:]{toTag}
        [last_Call-ID:]
        [last_CSeq:]
        Content-Length: 0

        """, retransmit: false);

    /// <summary>Types digits as telephone-events (RFC 4733) and waits until they are out. sipp sends them as payload type 96, whatever was agreed.</summary>
    public SippScenario Type(string digits) =>
        Append($"""<nop><action><exec play_dtmf="{digits},80"/></action></nop>""").Pause(LeadIn + (digits.Length * PerKey) + Slack);

    /// <summary>The carrier knows no telephone-events.</summary>
    public SippScenario WithoutTelephoneEvents()
    {
        _hasEvents = false;
        return this;
    }

    /// <summary>Plays recorded RTP from a capture file; it goes on while later steps run.</summary>
    public SippScenario Speak(string captureFile) =>
        Append($"""<nop><action><exec play_pcap_audio="{captureFile}"/></action></nop>""");

    public SippScenario Pause(TimeSpan time) => Append($"""<pause milliseconds="{(int)time.TotalMilliseconds}"/>""");

    /// <summary>A step in the words of sipp.</summary>
    public SippScenario Append(string step)
    {
        _steps.AppendLine(step);
        return this;
    }

    public string ToXml() => $"""
        <?xml version="1.0" encoding="ISO-8859-1" ?>
        <scenario name="{Name}">
        {(_hasEvents ? _steps.ToString() : EventLines().Replace(_steps.ToString(), "").Replace("RTP/AVP 8 96", "RTP/AVP 8", StringComparison.Ordinal))}
        </scenario>
        """;

    [GeneratedRegex("a=(rtpmap|fmtp):96 .*\r?\n")]
    private static partial Regex EventLines();

    private static string FirstInvite() => OfFirstInvite("INVITE", toTag: "", $"""
        Contact: <sip:carrier@[local_ip]:[local_port];transport=[transport]>
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp("sendrecv", version: 1)}
        """);

    // The first INVITE, its retransmissions, its CANCEL and the ACK for its refusal have one branch.
    private static string OfFirstInvite(string method, string toTag, string rest) => $"""
        {method} sip:[service]@[remote_ip]:[remote_port] SIP/2.0
        Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK-[pid]-[call_number]-invite;rport
        From: "A Caller" <sip:{Caller}@[local_ip]:[local_port]>;tag=caller[call_number]
        To: <sip:[service]@[remote_ip]:[remote_port]>{toTag}
        Call-ID: [call_id]
        CSeq: 1 {method}
        Max-Forwards: 70
        {rest}
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
        o=carrier 1 {version} IN IP[media_ip_type] [media_ip]
        s=-
        c=IN IP[media_ip_type] [media_ip]
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
}
