using DialIn.Media.Sdp;
using DialIn.Media.Srtp;
using DialIn.Testing;

namespace DialIn.Media.Tests.Srtp;

/// <summary>Streams of packets under one key, in every suite.</summary>
public class SrtpStreamTests
{
    public static TheoryData<string> Suites => [.. CryptoSuite.All.Select(suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void Packet_ComesBackAsItWas(string name)
    {
        var (suite, sender, receiver) = Stream(name);
        var packet = SrtpPackets.Rtp(7);

        var sealedPacket = sender.Protect(packet);

        Assert.Equal(packet.Length + suite.TagLength, sealedPacket.Length);
        Assert.Equal(packet[..12], sealedPacket[..12]);
        Assert.NotEqual(packet[12..], sealedPacket[12..packet.Length]);
        Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(sealedPacket, out var opened));
        Assert.Equal(packet, opened);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    [Rfc(3711, "3.4")]
    public void Rtcp_ComesBackAsItWas_AndEachPacketOnce(string name)
    {
        var (suite, sender, receiver) = Stream(name);
        var report = SrtpPackets.Rtcp();

        var (first, second) = (sender.ProtectRtcp(report), sender.ProtectRtcp(report));

        Assert.Equal(report.Length + 4 + suite.RtcpTagLength, first.Length);
        Assert.Equal(report[..8], first[..8]);
        Assert.NotEqual(first, second);
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtcp(second, out var opened));
        Assert.Equal(report, opened);
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtcp(first, out _));
        Assert.Equal(SrtpVerdict.Replayed, receiver.UnprotectRtcp(first, out _));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Bit_ChangedAnywhere_IsUnauthentic(string name)
    {
        var (_, sender, receiver) = Stream(name);
        var rtp = sender.Protect(SrtpPackets.Rtp(1)[..32]);
        var rtcp = sender.ProtectRtcp(SrtpPackets.Rtcp());

        for (var bit = 0; bit < rtp.Length * 8; bit++)
        {
            Assert.NotEqual(SrtpVerdict.Accepted, receiver.Unprotect(Flipped(rtp, bit), out _));
        }

        for (var bit = 0; bit < rtcp.Length * 8; bit++)
        {
            Assert.NotEqual(SrtpVerdict.Accepted, receiver.UnprotectRtcp(Flipped(rtcp, bit), out _));
        }

        // Nothing of that kept the true ones out.
        Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(rtp, out _));
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtcp(rtcp, out _));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Packet_CutShortAnywhere_IsNotAccepted(string name)
    {
        var (_, sender, receiver) = Stream(name);
        var (rtp, rtcp) = (sender.Protect(SrtpPackets.Rtp(1)), sender.ProtectRtcp(SrtpPackets.Rtcp()));

        for (var length = 0; length < rtp.Length; length++)
        {
            Assert.NotEqual(SrtpVerdict.Accepted, receiver.Unprotect(rtp[..length], out _));
        }

        for (var length = 0; length < rtcp.Length; length++)
        {
            Assert.NotEqual(SrtpVerdict.Accepted, receiver.UnprotectRtcp(rtcp[..length], out _));
        }
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Packet_OfAnotherKey_OrPlain_IsUnauthentic(string name)
    {
        var (suite, _, receiver) = Stream(name);
        using var stranger = new SrtpSender(SrtpPackets.Key(suite, first: 1));

        Assert.Equal(SrtpVerdict.Unauthentic, receiver.Unprotect(stranger.Protect(SrtpPackets.Rtp(1)), out _));
        Assert.Equal(SrtpVerdict.Unauthentic, receiver.UnprotectRtcp(stranger.ProtectRtcp(SrtpPackets.Rtcp()), out _));
        Assert.Equal(SrtpVerdict.Unauthentic, receiver.Unprotect(SrtpPackets.Rtp(1), out _));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    [Rfc(3711, "3.3.2")]
    public void Packet_SentAgain_IsReplayed(string name)
    {
        var (_, sender, receiver) = Stream(name);
        var packets = Enumerable.Range(1, 100).Select(number => sender.Protect(SrtpPackets.Rtp((ushort)number))).ToList();
        packets.ForEach(packet => Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(packet, out _)));

        Assert.All(packets, packet => Assert.Equal(SrtpVerdict.Replayed, receiver.Unprotect(packet, out _)));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    [Rfc(3711, "3.3.1")]
    public void SequenceNumber_WrapsTwice_WithLossAndReordering(string name)
    {
        var (_, sender, receiver) = Stream(name);
        var random = new Random(3711);
        var waiting = new List<byte[]>();
        var lost = 0;
        for (var number = 60_000; number < 60_000 + 72_000; number++)
        {
            var packet = sender.Protect(SrtpPackets.Rtp((ushort)number)[..32]);
            if (random.Next(10) == 0)
            {
                lost++;
                continue;
            }

            waiting.Add(packet);
            if (waiting.Count == 16)
            {
                // Sixteen at a time in any order: none is more than 64 numbers late.
                Assert.All(waiting.OrderBy(_ => random.Next()), late => Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(late, out _)));
                waiting.Clear();
            }
        }

        Assert.InRange(lost, 6_500, 8_000);
        Assert.Equal(2u, receiver.Rollover);
    }

    [Fact]
    public void SequenceNumber_UsedBefore_IsNotSentAgain()
    {
        var (_, sender, _) = Stream(CryptoSuite.AesGcm128.Name);
        sender.Protect(SrtpPackets.Rtp(5));
        sender.Protect(SrtpPackets.Rtp(100));

        Assert.Empty(sender.Protect(SrtpPackets.Rtp(100)));
        Assert.Empty(sender.Protect(SrtpPackets.Rtp(5)));
        Assert.NotEmpty(sender.Protect(SrtpPackets.Rtp(99)));
    }

    [Fact]
    [Rfc(4568, "6.4")]
    public void FirstPackets_LostBeforeTheWrap_DoNotSilenceTheSource()
    {
        var (_, sender, receiver) = Stream(CryptoSuite.AesCm128Sha80.Name);
        sender.Protect(SrtpPackets.Rtp(0xFFFE));
        sender.Protect(SrtpPackets.Rtp(0xFFFF));

        Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(sender.Protect(SrtpPackets.Rtp(0)), out _));
    }

    [Fact]
    [Rfc(4568, "6.4.1")]
    public void Source_IsKnownByAnAuthenticPacketAlone_AndMayBeAnotherOne()
    {
        var (suite, sender, receiver) = Stream(CryptoSuite.AesCm128Sha80.Name);
        for (var ssrc = 1u; ssrc < 100; ssrc++)
        {
            receiver.Unprotect([.. SrtpPackets.Rtp(1, ssrc), .. new byte[10]], out _);
        }

        Assert.Empty(receiver.State);
        receiver.Unprotect(sender.Protect(SrtpPackets.Rtp(1)), out _);
        using var moved = new SrtpSender(SrtpPackets.Key(suite));
        Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(moved.Protect(SrtpPackets.Rtp(1, ssrc: 99)), out _));
        Assert.Equal([SrtpPackets.Ssrc, 99u], receiver.State.Select(source => source.Ssrc));
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Header_WithSourcesAndAnExtension_StaysReadable(string name)
    {
        var (_, sender, receiver) = Stream(name);
        byte[] packet = [0x92, 8, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 9, 0, 0, 0, 8, 0xBE, 0xDE, 0, 1, 0x10, 0xFF, 0, 0, .. "audio"u8];

        var sealedPacket = sender.Protect(packet);

        Assert.Equal(packet[..28], sealedPacket[..28]);
        Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(sealedPacket, out var opened));
        Assert.Equal(packet, opened);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    [Rfc(3711, "3.1")]
    public void Identifier_OfTheKey_IsReadFromItsPlace(string name)
    {
        var suite = CryptoSuite.Find(name)!;
        using var sender = new SrtpSender(SrtpPackets.Key(suite));
        using var receiver = new SrtpReceiver(SrtpPackets.Key(suite, identifier: [0, 1]));
        var (packet, report) = (SrtpPackets.Rtp(1), SrtpPackets.Rtcp());

        var (rtp, rtcp) = (sender.Protect(packet), sender.ProtectRtcp(report));
        byte[] Marked(byte[] bytes, byte identifier, int fromEnd) => [.. bytes[..^fromEnd], 0, identifier, .. bytes[^fromEnd..]];
        var (rtpEnd, rtcpEnd) = suite.IsAead ? (0, 0) : (suite.TagLength, suite.RtcpTagLength);

        Assert.Equal(SrtpVerdict.Unauthentic, receiver.Unprotect(Marked(rtp, 2, rtpEnd), out _));
        Assert.Equal(SrtpVerdict.Accepted, receiver.Unprotect(Marked(rtp, 1, rtpEnd), out var opened));
        Assert.Equal(packet, opened);
        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtcp(Marked(rtcp, 1, rtcpEnd), out opened));
        Assert.Equal(report, opened);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void Stream_InSteadyState_AllocatesNothing(string name)
    {
        var (_, sender, receiver) = Stream(name);
        var (buffer, destination, rtp, rtcp) = (new byte[512], new byte[512], SrtpPackets.Rtp(0), SrtpPackets.Rtcp());
        ushort number = 0;
        var accepted = 0;

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1000; i++)
            {
                System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(rtp.AsSpan(2), ++number);
                rtp.CopyTo(buffer, 0);
                var length = sender.Protect(buffer, rtp.Length);
                buffer[length - 1] ^= 1;
                accepted += receiver.Unprotect(buffer.AsSpan(0, length), destination, out _) == SrtpVerdict.Unauthentic ? 1 : 0;
                buffer[length - 1] ^= 1;
                accepted += receiver.Unprotect(buffer.AsSpan(0, length), destination, out _) == SrtpVerdict.Accepted ? 1 : 0;
                accepted += receiver.Unprotect(buffer.AsSpan(0, length), destination, out _) == SrtpVerdict.Replayed ? 1 : 0;
                rtcp.CopyTo(buffer, 0);
                length = sender.ProtectRtcp(buffer, rtcp.Length);
                accepted += receiver.UnprotectRtcp(buffer.AsSpan(0, length), destination, out _) == SrtpVerdict.Accepted ? 1 : 0;
            }
        }));
        Assert.Equal(0, accepted % 4000);
        Assert.NotEqual(0, accepted);
    }

    private static (CryptoSuite Suite, SrtpSender Sender, SrtpReceiver Receiver) Stream(string name)
    {
        var suite = CryptoSuite.Find(name)!;
        return (suite, new SrtpSender(SrtpPackets.Key(suite)), new SrtpReceiver(SrtpPackets.Key(suite)));
    }

    private static byte[] Flipped(byte[] packet, int bit)
    {
        var flipped = packet.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }
}
