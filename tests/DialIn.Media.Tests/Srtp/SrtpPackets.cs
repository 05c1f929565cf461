using DialIn.Media.Rtp;
using DialIn.Media.Sdp;
using DialIn.Media.Srtp;

namespace DialIn.Media.Tests.Srtp;

/// <summary>Packets and keys for the tests of SRTP.</summary>
internal static class SrtpPackets
{
    public const uint Ssrc = 0xCAFE_BABE;

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>A key of bytes that count up.</summary>
    public static MasterKey Key(CryptoSuite suite, byte first = 0, byte[]? identifier = null)
    {
        var bytes = Enumerable.Range(first, suite.KeyLength + suite.SaltLength).Select(value => (byte)value).ToArray();
        Assert.True(MasterKey.TryParse(suite, Convert.ToBase64String(bytes), identifier, out var key));
        return key;
    }

    /// <summary>Two such keys, each named by its first byte.</summary>
    public static SrtpKeys Keys(CryptoSuite suite, byte local, byte remote) => new(1, Key(suite, local), Key(suite, remote));

    /// <summary>A packet of G.711, 20 ms, whose payload says its number.</summary>
    public static byte[] Rtp(ushort sequenceNumber, uint ssrc = Ssrc)
    {
        var payload = Enumerable.Repeat((byte)sequenceNumber, 160).ToArray();
        var packet = new byte[RtpPacket.HeaderLength + payload.Length];
        RtpPacket.Write(packet, false, 8, sequenceNumber, sequenceNumber * 160u, ssrc, payload);
        return packet;
    }

    /// <summary>A sender report without blocks.</summary>
    public static byte[] Rtcp(uint ssrc = Ssrc) =>
        [0x80, 200, 0, 6, (byte)(ssrc >> 24), (byte)(ssrc >> 16), (byte)(ssrc >> 8), (byte)ssrc, .. Enumerable.Repeat((byte)0x5A, 20)];

    public static byte[] Protect(this SrtpSender sender, byte[] packet) => Grown(packet, sender.Protect);

    public static byte[] ProtectRtcp(this SrtpSender sender, byte[] packet) => Grown(packet, sender.ProtectRtcp);

    public static byte[] Protect(this SrtpSession session, byte[] packet) => Grown(packet, session.Protect);

    public static SrtpVerdict Unprotect(this SrtpReceiver receiver, byte[] packet, out byte[] opened)
    {
        opened = new byte[packet.Length];
        var verdict = receiver.Unprotect(packet, opened, out var length);
        opened = verdict == SrtpVerdict.Accepted ? opened[..length] : [];
        return verdict;
    }

    public static SrtpVerdict UnprotectRtcp(this SrtpReceiver receiver, byte[] packet, out byte[] opened)
    {
        opened = new byte[packet.Length];
        var verdict = receiver.UnprotectRtcp(packet, opened, out var length);
        opened = verdict == SrtpVerdict.Accepted ? opened[..length] : [];
        return verdict;
    }

    public static SrtpVerdict Unprotect(this SrtpSession session, byte[] packet) =>
        session.Unprotect(packet, new byte[packet.Length], out _);

    public static byte[] ProtectRtcp(this SrtpSession session, byte[] packet) => Grown(packet, session.ProtectRtcp);

    public static SrtpVerdict UnprotectRtcp(this SrtpSession session, byte[] packet) =>
        session.UnprotectRtcp(packet, new byte[packet.Length], out _);

    private delegate int Protector(Span<byte> buffer, int length);

    private static byte[] Grown(byte[] packet, Protector protect)
    {
        var buffer = new byte[packet.Length + SrtpSender.MostOverhead];
        packet.CopyTo(buffer, 0);
        return buffer[..protect(buffer, packet.Length)];
    }
}
