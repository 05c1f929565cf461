namespace DialIn.Trunks;

/// <summary>The algorithms that a carrier may prove its password by.</summary>
internal enum OfferedDigests
{
    /// <summary>SHA-256 before MD5; the carrier chooses.</summary>
    Sha256AndMd5,

    /// <summary>MD5 alone.</summary>
    Md5,
}
