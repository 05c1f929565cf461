namespace DialIn.Sip.Transports;

/// <summary>What a stream's framer found.</summary>
public enum FramedKind
{
    /// <summary>A message from its start line to the end of its body.</summary>
    Message,

    /// <summary>CRLF CRLF: the peer wants to know whether we are there, RFC 5626 §3.5.1.</summary>
    Ping,

    /// <summary>CRLF: the answer to a ping, or a line end without meaning before a message.</summary>
    Pong,
}
