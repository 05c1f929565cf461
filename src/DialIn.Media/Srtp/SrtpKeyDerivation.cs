using System.Security.Cryptography;
using DialIn.Media.Sdp;

namespace DialIn.Media.Srtp;

/// <summary>Makes the keys of a session out of a master key, with AES in counter mode. RFC 3711 §4.3.1, and RFC 6188 §3 for 256 bits.</summary>
internal static class SrtpKeyDerivation
{
    /// <summary>Bytes of the key for HMAC-SHA1. RFC 3711 §5.2.</summary>
    public const int AuthenticationKeyLength = 20;

    // RFC 3711 §4.3.1: which key is made is the label's matter; those of SRTCP lie three above. RFC 3711 §4.3.2.
    private const byte EncryptionLabel = 0;
    private const byte AuthenticationLabel = 1;
    private const byte SaltLabel = 2;
    private const byte RtcpLabels = 3;

    private const int BlockLength = 16;
    private const int LabelOffset = 7;

    /// <summary>The three keys of one direction; the caller wipes them once the ciphers have them.</summary>
    public static SessionKeys Derive(MasterKey master, bool rtcp)
    {
        var first = rtcp ? RtcpLabels : (byte)0;
        var suite = master.Suite;
        return new SessionKeys(
            Derive(master, (byte)(first + EncryptionLabel), suite.KeyLength),
            suite.IsAead ? [] : Derive(master, (byte)(first + AuthenticationLabel), AuthenticationKeyLength),
            Derive(master, (byte)(first + SaltLabel), suite.SaltLength));
    }

    // The key derivation rate is zero: there is one derivation for the whole life of the master key.
    private static byte[] Derive(MasterKey master, byte label, int length)
    {
        // RFC 7714 §11 takes the same function; its shorter salt is filled up with zeros on the right.
        Span<byte> salt = stackalloc byte[BlockLength];
        salt.Clear();
        master.Salt.CopyTo(salt);
        salt[LabelOffset] ^= label;

        using var aes = Aes.Create();
        aes.SetKey(master.Key);
        Span<byte> output = stackalloc byte[3 * BlockLength];
        for (var block = 0; block * BlockLength < length; block++)
        {
            salt[BlockLength - 1] = (byte)block;
            aes.EncryptEcb(salt, output[(block * BlockLength)..], PaddingMode.None);
        }

        var key = output[..length].ToArray();
        CryptographicOperations.ZeroMemory(output);
        return key;
    }
}

/// <summary>The keys of one direction of SRTP or of SRTCP.</summary>
/// <param name="Encryption">For the cipher.</param>
/// <param name="Authentication">For HMAC-SHA1; empty for AES-GCM.</param>
/// <param name="Salt">For the initialisation vectors.</param>
internal sealed record SessionKeys(byte[] Encryption, byte[] Authentication, byte[] Salt) : IDisposable
{
    /// <summary>Wipes them.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(Encryption);
        CryptographicOperations.ZeroMemory(Authentication);
        CryptographicOperations.ZeroMemory(Salt);
    }

    /// <summary>Never the keys.</summary>
    public override string ToString() => "****";
}
