namespace DialIn.Media.Sdp;

/// <summary>Cipher and authentication of a secure RTP stream, by the name that <c>a=crypto</c> gives it. RFC 4568 §6.2.</summary>
/// <param name="Name">The registered name; matched with its case.</param>
/// <param name="KeyLength">Bytes of the master key.</param>
/// <param name="SaltLength">Bytes of the master salt.</param>
/// <param name="TagLength">Bytes of the authentication tag of an SRTP packet; those of an SRTCP packet are <see cref="RtcpTagLength"/>.</param>
/// <param name="IsAead">Whether encryption and authentication are one step (AES-GCM).</param>
public sealed record CryptoSuite(string Name, int KeyLength, int SaltLength, int TagLength, bool IsAead)
{
    /// <summary>RFC 4568 §6.2.1: what every peer has.</summary>
    public static readonly CryptoSuite AesCm128Sha80 = new("AES_CM_128_HMAC_SHA1_80", 16, 14, 10, false);

    /// <summary>RFC 4568 §6.2.2: the short tag saves six bytes, and one forged packet in four thousand million passes.</summary>
    public static readonly CryptoSuite AesCm128Sha32 = new("AES_CM_128_HMAC_SHA1_32", 16, 14, 4, false);

    /// <summary>RFC 6188 §4.</summary>
    public static readonly CryptoSuite AesCm256Sha80 = new("AES_256_CM_HMAC_SHA1_80", 32, 14, 10, false);

    /// <summary>RFC 6188 §4, with the short tag.</summary>
    public static readonly CryptoSuite AesCm256Sha32 = new("AES_256_CM_HMAC_SHA1_32", 32, 14, 4, false);

    /// <summary>RFC 7714 §14.1.</summary>
    public static readonly CryptoSuite AesGcm128 = new("AEAD_AES_128_GCM", 16, 12, 16, true);

    /// <summary>RFC 7714 §14.1, with the long key.</summary>
    public static readonly CryptoSuite AesGcm256 = new("AEAD_AES_256_GCM", 32, 12, 16, true);

    /// <summary>All that we speak.</summary>
    public static IReadOnlyList<CryptoSuite> All { get; } = [AesGcm256, AesGcm128, AesCm256Sha80, AesCm128Sha80, AesCm256Sha32, AesCm128Sha32];

    /// <summary>Bytes of the authentication tag of an SRTCP packet: never the short one. RFC 4568 §6.2.</summary>
    public int RtcpTagLength => IsAead ? TagLength : AesCm128Sha80.TagLength;

    /// <summary>The suite of a name, or null for one that we do not speak.</summary>
    public static CryptoSuite? Find(string name)
    {
        foreach (var suite in All)
        {
            if (suite.Name == name)
            {
                return suite;
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
