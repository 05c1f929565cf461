namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>What carriers do beyond a plain call.</summary>
internal sealed partial class SippScenario
{
    private int _checks;

    /// <summary>An INVITE with further header fields.</summary>
    /// <param name="headers">One a line, without the last line end.</param>
    /// <param name="offer">Whether it carries a session description.</param>
    /// <param name="uri">The Request-URI.</param>
    /// <param name="from">From without its tag.</param>
    public SippScenario InviteWith(
        string headers,
        bool offer = true,
        string uri = "sip:[service]@[remote_ip]:[remote_port]",
        string from = $"\"A Caller\" <sip:{Caller}@[local_ip]:[local_port]>")
    {
        _cseq++;
        var body = offer ? $"Content-Type: application/sdp\nContent-Length: [len]\n\n{Sdp("sendrecv", version: 1)}" : "Content-Length: 0\n";
        return Send($"""
            INVITE {uri} SIP/2.0
            Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK-[pid]-[call_number]-invite;rport
            From: {from};tag=caller[call_number]
            To: <sip:[service]@[remote_ip]:[remote_port]>
            Call-ID: [call_id]
            CSeq: 1 INVITE
            Max-Forwards: 70
            Contact: <sip:carrier@[local_ip]:[local_port];transport=[transport]>
            {headers}
            {body}
            """);
    }

    /// <summary>The first INVITE, each line as a carrier's equipment wrote it; what a step does not name is as in <see cref="InviteWith"/>.</summary>
    /// <param name="via">All of Via, with its name.</param>
    /// <param name="from">All of From, with its name.</param>
    /// <param name="to">All of To, with its name.</param>
    /// <param name="headers">More header lines, without the last line end.</param>
    public SippScenario InviteAs(
        string via = "Via: SIP/2.0/[transport] [local_ip]:[local_port];branch=z9hG4bK-[pid]-[call_number]-invite;rport",
        string from = $"From: \"A Caller\" <sip:{Caller}@[local_ip]:[local_port]>;tag=caller[call_number]",
        string to = "To: <sip:[service]@[remote_ip]:[remote_port]>",
        string headers = "Supported: timer")
    {
        _cseq++;
        return Send($"""
            INVITE sip:[service]@[remote_ip]:[remote_port] SIP/2.0
            {via}
            {from}
            {to}
            Call-ID: [call_id]
            CSeq: 1 INVITE
            Max-Forwards: 70
            Contact: <sip:carrier@[local_ip]:[local_port];transport=[transport]>
            {headers}
            Content-Type: application/sdp
            Content-Length: [len]

            {Sdp("sendrecv", version: 1)}
            """);
    }

    /// <summary>Waits for a reliable provisional response and confirms it.</summary>
    public SippScenario ReceiveReliably(int response) => Append($"""
            <recv response="100" optional="true"/>
            <recv response="{response}" rrs="true"><action>
              <ereg regexp="100rel" search_in="hdr" header="Require:" check_it="true" assign_to="required"/>
              <ereg regexp="[0-9]+" search_in="hdr" header="RSeq:" check_it="true" assign_to="rseq"/>
            </action></recv>
            <Reference variables="required"/>
            """)
        .Send(InDialog("PRACK", ++_cseq, "RAck: [$rseq] 1 INVITE\nContent-Length: 0\n"))
        .Receive(200);

    /// <summary>Waits for the 200 to the first INVITE, whose header field must have a value, and acknowledges it.</summary>
    public SippScenario AnsweredWithHeader(string header, string pattern) =>
        Progress().ReceiveWithHeader(200, header, pattern).AckOfFirst();

    /// <summary>Waits for the 200 to the first INVITE, after requests that came after it, and acknowledges it.</summary>
    public SippScenario AnsweredAtLast() => Receive(200).AckOfFirst();

    /// <summary>Waits for the 200 with our offer, and acknowledges it with an answer.</summary>
    public SippScenario AnsweredWithOffer() => Progress()
        .Append("""<recv response="200" rrs="true"><action><ereg regexp="m=audio [0-9]+ RTP/AVP" search_in="body" check_it="true" assign_to="offer"/></action></recv><Reference variables="offer"/>""")
        .Send(InDialog("ACK", 1, $"Content-Type: application/sdp\nContent-Length: [len]\n\n{Sdp("sendrecv", version: 1)}"), retransmit: false);

    /// <summary>The ACK to the answer of the first INVITE; each time with a branch of its own, as from different proxies.</summary>
    public SippScenario AckOfFirst() => Send(InDialog("ACK", 1, "Content-Length: 0\n"), retransmit: false);

    /// <summary>A request within the dialog.</summary>
    public SippScenario Request(string method, string headers, string? sdp = null) => Send(InDialog(method, ++_cseq, $"""
        Contact: <sip:carrier@[local_ip]:[local_port];transport=[transport]>
        {headers}
        {(sdp is null ? "Content-Length: 0\n" : $"Content-Type: application/sdp\nContent-Length: [len]\n\n{sdp}")}
        """));

    /// <summary>A re-INVITE that will be refused: its ACK has the same branch.</summary>
    public SippScenario RefusedReinvite(string sdp, int status, string header, string pattern)
    {
        var cseq = ++_cseq;
        return Send(WithBranch("INVITE", $"Content-Type: application/sdp\nContent-Length: [len]\n\n{sdp}"))
            .Append("""<recv response="100" optional="true"/>""")
            .ReceiveWithHeader(status, header, pattern)
            .Send(WithBranch("ACK", "Content-Length: 0\n"), retransmit: false);

        string WithBranch(string method, string rest) => InDialog(method, cseq, $"Contact: <sip:carrier@[local_ip]:[local_port];transport=[transport]>\n{rest}")
            .Replace("branch=[branch]", $"branch=z9hG4bK-[pid]-[call_number]-{cseq}", StringComparison.Ordinal);
    }

    /// <summary>A re-INVITE with a description of its own.</summary>
    public SippScenario ReinviteWith(string sdp) => Request("INVITE", "Supported: timer", sdp);

    /// <summary>Waits for an answer whose header field must have a value.</summary>
    public SippScenario ReceiveWithHeader(int response, string header, string pattern)
    {
        var check = $"check{++_checks}";
        return Append($"""
            <recv response="{response}" rrs="true"><action><ereg regexp="{pattern}" search_in="hdr" header="{header}:" check_it="true" assign_to="{check}"/></action></recv>
            <Reference variables="{check}"/>
            """);
    }

    /// <summary>Waits for a request of the bridge whose header field must have a value, and answers it with 200.</summary>
    public SippScenario ExpectRequest(string method, string header, string pattern, string answer) =>
        ReceiveRequest(method, header, pattern).Respond("200 OK", $"{answer}\nContent-Length: 0\n", retransmit: false);

    private SippScenario ReceiveRequest(string method, string header, string pattern)
    {
        var check = $"check{++_checks}";
        return Append($"""
            <recv request="{method}"><action><ereg regexp="{pattern}" search_in="hdr" header="{header}:" check_it="true" assign_to="{check}"/></action></recv>
            <Reference variables="{check}"/>
            """);
    }

    /// <summary>An INVITE that offers PCMU.</summary>
    /// <param name="codecs">Payload types in the offer.</param>
    public SippScenario InviteInPcmu(string codecs = "0")
    {
        _cseq++;
        var offer = SdpInPcmu(1).Replace("RTP/AVP 0 96", $"RTP/AVP {codecs} 96", StringComparison.Ordinal);
        return Send(FirstInvite().Replace(Sdp("sendrecv", version: 1), offer, StringComparison.Ordinal));
    }

    /// <summary>Types digits, and goes on at once: the bridge may ask for something while they are typed.</summary>
    public SippScenario TypeMeanwhile(string digits) => Append($"""<nop><action><exec play_dtmf="{digits},80"/></action></nop>""");

    /// <summary>Waits for a re-INVITE of the bridge whose body must have a line.</summary>
    public SippScenario ExpectReinvite(string line)
    {
        var check = $"check{++_checks}";
        return Append($"""
            <recv request="INVITE"><action><ereg regexp="{line}" search_in="body" check_it="true" assign_to="{check}"/></action></recv>
            <Reference variables="{check}"/>
            """);
    }

    /// <summary>Refuses that re-INVITE, and waits for the ACK.</summary>
    public SippScenario RefuseReinvite(int status) => Respond($"{status} No", "Content-Length: 0\n").Append("""<recv request="ACK"/>""");

    /// <summary>Takes that re-INVITE, and waits for the ACK.</summary>
    public SippScenario TakeReinvite(string sdp) =>
        Respond("200 OK", $"Content-Type: application/sdp\nContent-Length: [len]\n\n{sdp}").Append("""<recv request="ACK"/>""");

    private SippScenario Respond(string status, string rest, bool retransmit = true) => Send($"""
        SIP/2.0 {status}
        [last_Via:]
        [last_From:]
        [last_To:]
        [last_Call-ID:]
        [last_CSeq:]
        Contact: <sip:carrier@[local_ip]:[local_port];transport=[transport]>
        {rest}
        """, retransmit);

    /// <summary>A description whose audio is rejected.</summary>
    public static string SdpWithoutAudio(int version) => Sdp("sendrecv", version).Replace("m=audio [media_port]", "m=audio 0", StringComparison.Ordinal);

    /// <summary>An audio description in PCMA, which a caller has from the start.</summary>
    public static string SdpInPcma(int version) => Sdp("sendrecv", version);

    /// <summary>An audio description in PCMU alone.</summary>
    public static string SdpInPcmu(int version) => Sdp("sendrecv", version)
        .Replace("RTP/AVP 8 96", "RTP/AVP 0 96", StringComparison.Ordinal)
        .Replace("a=rtpmap:8 PCMA/8000", "a=rtpmap:0 PCMU/8000", StringComparison.Ordinal);

    /// <summary>What a fax machine asks for: no audio any more, but T.38.</summary>
    public static string SdpOfFax(int version) => $"""
        v=0
        o=carrier 1 {version} IN IP[media_ip_type] [media_ip]
        s=-
        c=IN IP[media_ip_type] [media_ip]
        t=0 0
        m=audio 0 RTP/AVP 8
        m=image [media_port] udptl t38
        a=T38FaxVersion:0
        a=T38FaxRateManagement:transferredTCF
        """;
}
