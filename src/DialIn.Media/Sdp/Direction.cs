namespace DialIn.Media.Sdp;

/// <summary>Which way media flows, as seen by the one who says it. RFC 8866 §6.7.</summary>
public enum Direction
{
    /// <summary><c>a=sendrecv</c>, and what holds when nothing is said.</summary>
    SendReceive,

    /// <summary><c>a=sendonly</c>: the speaker has put the other side on hold.</summary>
    SendOnly,

    /// <summary><c>a=recvonly</c>.</summary>
    ReceiveOnly,

    /// <summary><c>a=inactive</c>.</summary>
    Inactive,
}
