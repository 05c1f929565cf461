namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>What a carrier does that is called.</summary>
internal sealed partial class SippScenario
{
    private const string Tag = ";tag=carrier";

    /// <summary>Waits for a call of the bridge, which can confirm early media. Its header fields are kept: others of its requests come before the last response.</summary>
    public SippScenario ExpectCall() => Append("""
        <recv request="INVITE"><action>
          <ereg regexp=".*" search_in="hdr" header="Via:" assign_to="via"/>
          <ereg regexp=".*" search_in="hdr" header="To:" assign_to="to"/>
          <ereg regexp=".*" search_in="hdr" header="CSeq:" assign_to="cseq"/>
          <ereg regexp="100rel" search_in="hdr" header="Supported:" check_it="true" assign_to="supported"/>
        </action></recv>
        <Reference variables="supported"/>
        """);

    public SippScenario Trying() => RespondToCall("100 Trying", retransmit: false);

    public SippScenario Ringing() => RespondToCall("180 Ringing", retransmit: false);

    /// <summary>Sends early media until it is confirmed.</summary>
    public SippScenario EarlyMedia() => RespondToCall("183 Session Progress", $"""
        Require: 100rel
        RSeq: 7000
        Content-Type: application/sdp
        Content-Length: [len]

        {Sdp("sendrecv", version: 1)}
        """).ReceiveRequest("PRACK", "RAck", "^ *7000 [0-9]+ INVITE").Ok();

    /// <summary>Takes the call whose media are agreed on already, and waits for the ACK.</summary>
    public SippScenario Take() => RespondToCall("200 OK").Append("""<recv request="ACK"/>""");

    /// <summary>Waits until the call is taken back.</summary>
    public SippScenario ExpectCancel() =>
        Append("""<recv request="CANCEL"/>""").Ok(Tag).RespondToCall("487 Request Terminated").Append("""<recv request="ACK"/>""");

    private SippScenario RespondToCall(string status, string rest = "Content-Length: 0\n", bool retransmit = true) => Send($"""
        SIP/2.0 {status}
        Via:[$via]
        [last_From:]
        To:[$to]{Tag}
        [last_Call-ID:]
        CSeq:[$cseq]
        Contact: <sip:carrier@[local_ip]:[local_port]>
        {rest}
        """, retransmit);
}
