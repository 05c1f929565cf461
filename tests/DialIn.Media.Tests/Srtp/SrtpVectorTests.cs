using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Srtp;

/// <summary>The known answers that the RFCs print.</summary>
public class SrtpVectorTests
{
    private const string GcmSalt = "51756964 2070726f 2071756f";
    private const string Rtp =
        "8040f17b 8041f8d3 5501a0b2 47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573";

    private const string Rtcp =
        "81c8000d 4d617273 4e545031 4e545032 52545020 0000042a 0000e930 4c756e61 deadbeef deadbeef deadbeef deadbeef deadbeef";

    [Theory]
    [Rfc(3711, "B.2")]
    [InlineData(
        "2B7E151628AED2A6ABF7158809CF4F3C",
        "E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0")]
    [Rfc(6188, "7.1")]
    [InlineData(
        "57f82fe3613fd170a85ec93c40b1f092 2ec4cb0dc025b58272147cc438944a98",
        "92bdd28a93c3f52511c677d08b5515a4 9da71b2378a854f67050756ded165bac 63c4868b7096d88421b563b8c94c9a31")]
    public void CounterMode_MakesTheKeystream(string key, string keystream)
    {
        using var aes = new AesCounterMode(SrtpPackets.Hex(key), SrtpPackets.Hex("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        var text = new byte[48];

        aes.Apply(text, ssrc: 0, index: 0);

        Assert.Equal(SrtpPackets.Hex(keystream), text);
    }

    [Theory]
    [Rfc(3711, "B.3")]
    [InlineData(
        "AES_CM_128_HMAC_SHA1_80",
        "E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6",
        "C61E7A93744F39EE10734AFE3FF7A087",
        "30CBBC08863D8C85D49DB34A9AE1",
        "CEBE321F6FF7716B6FD4AB49AF256A15 6D38BAA4")]
    [Rfc(6188, "7.2")]
    [InlineData(
        "AES_256_CM_HMAC_SHA1_80",
        "f0f04914b513f2763a1b1fa130f10e29 98f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2",
        "5ba1064e30ec51613cad926c5a28ef73 1ec7fb397f70a960653caf06554cd8c4",
        "fa31791685ca444a9e07c6c64e93",
        "fd9c32d39ed5fbb5a9dc96b30818454d 1313dc05")]
    public void Derivation_MakesTheSessionKeys(string suite, string master, string encryption, string salt, string authentication)
    {
        Assert.True(MasterKey.TryParse(CryptoSuite.Find(suite)!, Convert.ToBase64String(SrtpPackets.Hex(master)), [], out var key));

        var keys = SrtpKeyDerivation.Derive(key, rtcp: false);

        Assert.Equal(SrtpPackets.Hex(encryption), keys.Encryption);
        Assert.Equal(SrtpPackets.Hex(salt), keys.Salt);
        Assert.Equal(SrtpPackets.Hex(authentication), keys.Authentication);
    }

    [Theory]
    [Rfc(7714, "16.1.1")]
    [InlineData(
        16,
        "8040f17b 8041f8d3 5501a0b2 f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf"
        + "8833899d 7f27beb1 6a9152cf 765ee439 0cce")]
    [Rfc(7714, "16.2.1")]
    [InlineData(
        32,
        "8040f17b 8041f8d3 5501a0b2 32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799"
        + "b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13")]
    public void Gcm_SealsAndOpensRtp(int keyLength, string expected) =>
        AssertGcm(keyLength, rtcp: false, Rtp, headerLength: 12, new SrtpPacketId(0x5501a0b2, 0xf17b, 0), expected);

    [Theory]
    [Rfc(7714, "17.1")]
    [InlineData(
        16,
        "81c8000d 4d617273 63e94885 dcdab67c a727d766 2f6b7e99 7ff5c0f7 6c06f32d c676a5f1 730d6fda 4ce09b46 86303ded"
        + "0bb9275b c84aa458 96cf4d2f c5abf872 45d9eade")]
    [Rfc(7714, "17.2")]
    [InlineData(
        32,
        "81c8000d 4d617273 d50ae4d1 f5ce5d30 4ba297e4 7d470c28 2c3ece5d bffe0a50 a2eaa5c1 110555be 8415f658 c61de047"
        + "6f1b6fad 1d1eb30c 4446839f 57ff6f6c b26ac3be")]
    public void Gcm_SealsAndOpensRtcp(int keyLength, string expected) =>
        AssertGcm(keyLength, rtcp: true, Rtcp, headerLength: 8, new SrtpPacketId(0x4d617273, 0x5d4, 0x800005d4), expected);

    private static void AssertGcm(int keyLength, bool rtcp, string packet, int headerLength, SrtpPacketId id, string expected)
    {
        var key = Enumerable.Range(0, keyLength).Select(value => (byte)value).ToArray();
        using var cipher = new AesGcmCipher(new SessionKeys(key, [], SrtpPackets.Hex(GcmSalt)), 16, rtcp);
        var plain = SrtpPackets.Hex(packet);
        var sealedPacket = plain.ToArray();
        var tag = new byte[16];

        cipher.Seal(sealedPacket, headerLength, id, tag);

        Assert.Equal(SrtpPackets.Hex(expected), (byte[])[.. sealedPacket, .. tag]);
        Assert.True(cipher.TryOpen(sealedPacket, headerLength, id, tag));
        Assert.Equal(plain, sealedPacket);
    }
}
