namespace DialIn.BigBlueButton;

/// <summary>Kinds of failure of a BBB API call, told apart because the operator does something else about each.</summary>
internal enum BbbFailureKind
{
    /// <summary>No complete answer in time.</summary>
    Timeout,

    /// <summary>The name does not resolve or nothing listens there.</summary>
    NoConnection,

    /// <summary>TLS failed: the certificate, mostly.</summary>
    Tls,

    /// <summary>An HTTP status that is not success, without a BBB answer in it.</summary>
    HttpStatus,

    /// <summary>Not a BBB answer: another program, or a broken one.</summary>
    NotBbb,

    /// <summary>BBB refused the checksum.</summary>
    Checksum,

    /// <summary>BBB refused for another reason; the detail is its message key.</summary>
    Refused,

    /// <summary>An error in the program, which is in the log.</summary>
    Fault,
}
