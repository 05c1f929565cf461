using DialIn.Media.Sdp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Sdp;

[Rfc(4568, "9.2")]
public class CryptoAttributeTests
{
    private const string Key = "d0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj";

    [Theory]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key, 1)]
    [InlineData("0\tAES_CM_128_HMAC_SHA1_80\tinline:" + Key, 0)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_32 inline:" + Key + "|2^20", 1)]
    [InlineData("999999999 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1048576", 999_999_999)]
    [InlineData("2 AES_CM_128_HMAC_SHA1_80  inline:" + Key + "|2^48 WSH=128 -X-VENDOR=1 KDR=0 FEC_ORDER=FEC_SRTP", 2)]
    public void Line_ThatWeCanUse_IsRead(string value, int tag)
    {
        Assert.True(CryptoAttribute.TryParse(value, out var crypto));
        Assert.Equal(tag, crypto.Tag);
        Assert.Equal(Key, crypto.Key.Reveal());
        Assert.Empty(crypto.Key.Identifier.ToArray());
    }

    [Theory]
    [Rfc(4568, "6.1")]
    [InlineData("|1:4", "00000001")]
    [InlineData("|2^31|1066:4", "0000042A")]
    [InlineData("|255:1", "FF")]
    public void Identifier_OfTheKey_IsRead(string text, string expected)
    {
        Assert.True(CryptoAttribute.TryParse($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key}{text}", out var crypto));
        Assert.Equal(expected, Convert.ToHexString(crypto.Key.Identifier));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80")]
    [InlineData("00 AES_CM_128_HMAC_SHA1_80 inline:" + Key)]
    [InlineData("01 AES_CM_128_HMAC_SHA1_80 inline:" + Key)]
    [InlineData("1234567890 AES_CM_128_HMAC_SHA1_80 inline:" + Key)]
    [InlineData("x AES_CM_128_HMAC_SHA1_80 inline:" + Key)]
    [InlineData("1 F8_128_HMAC_SHA1_80 inline:" + Key)]
    [InlineData("1 aes_cm_128_hmac_sha1_80 inline:" + Key)]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 uri:https://keys.example/1")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:short")]
    [InlineData("1 AES_256_CM_HMAC_SHA1_80 inline:" + Key)] // of another suite's length
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "AAAA")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:!0RmdmcmVCspeEc3QGZiNWpVLFJhQX1cfHAwJSoj")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1:4;inline:" + Key + "|2:4")]
    [Rfc(4568, "6.1")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|0")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|2^49")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|020")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|2^20|2^20")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1:129")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|256:1")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1:0")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|0:4")]
    [InlineData("1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|1:4|2^20")]
    public void Line_ThatIsWrong_IsPassedOver(string value) => Assert.False(CryptoAttribute.TryParse(value, out _));

    [Theory]
    [Rfc(4568, "6.3")]
    [InlineData("UNENCRYPTED_SRTP")]
    [InlineData("UNENCRYPTED_SRTCP")]
    [InlineData("UNAUTHENTICATED_SRTP")]
    [InlineData("KDR=1")]
    [InlineData("FEC_ORDER=SRTP_FEC")]
    [InlineData("FEC_KEY=inline:" + Key)]
    [InlineData("WSH=")]
    [Rfc(4568, "6.3.7")]
    [InlineData("SOMETHING_NEW")]
    public void Parameter_ThatWeDoNotDo_RefusesItsLine(string parameter) =>
        Assert.False(CryptoAttribute.TryParse($"1 AES_CM_128_HMAC_SHA1_80 inline:{Key} {parameter}", out _));

    [Fact]
    public void Line_CutShort_IsALineOnlyWhereSomethingWholeEnds()
    {
        const string Line = "1 AES_CM_128_HMAC_SHA1_80 inline:" + Key + "|2^20|1:4 WSH=64";
        var whole = Enumerable.Range(0, Line.Length + 1).Select(length => Line[..length]).Where(text => CryptoAttribute.TryParse(text, out _));

        Assert.Equal(["", "|2", "|2^2", "|2^20", "|2^20|1:4", "|2^20|1:4 ", "|2^20|1:4 WSH=6", "|2^20|1:4 WSH=64"], whole.Select(text => text[(text.IndexOf(Key, StringComparison.Ordinal) + Key.Length)..]));
    }

    [Fact]
    public void Line_WrittenAndRead_IsTheSame()
    {
        foreach (var suite in CryptoSuite.All)
        {
            var line = new CryptoAttribute(7, MasterKey.Generate(suite));

            Assert.True(CryptoAttribute.TryParse(line.ToAttribute().Value, out var read));
            Assert.Equal(line, read);
        }
    }

    [Fact]
    public void Line_PrintsWithoutItsKey()
    {
        var line = new CryptoAttribute(7, MasterKey.Generate(CryptoSuite.AesCm128Sha80));
        var description = Description.Offer($"m=audio 4000 RTP/SAVP 8|a=crypto:{line.ToAttribute().Value}");

        Assert.DoesNotContain(line.Key.Reveal(), $"{line} {line.ToAttribute()} {description} {description.Media[0]}", StringComparison.Ordinal);
    }
}
