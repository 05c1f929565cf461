namespace DialIn.BigBlueButton;

/// <summary>Hash of a BBB API checksum. The server tells them apart by length.</summary>
internal enum ChecksumAlgorithm
{
    /// <summary>40 hex digits; for servers that know nothing else.</summary>
    Sha1,

    /// <summary>64 hex digits.</summary>
    Sha256,

    /// <summary>96 hex digits; since 2.5, not in Scalelite.</summary>
    Sha384,

    /// <summary>128 hex digits; since 2.5.</summary>
    Sha512,
}
