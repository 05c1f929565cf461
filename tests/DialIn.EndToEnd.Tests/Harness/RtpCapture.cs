using System.Buffers.Binary;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>Writes sound as a capture file of RTP packets, the form in which sipp takes audio.</summary>
internal static class RtpCapture
{
    private const int MicrosecondsPerPacket = 20_000;
    private const int EthernetIpUdpBytes = 14 + 20 + 8;
    private static uint _lastSsrc = 0x51BB0000;

    public static string Write(string file, PcmClip sound, AudioCodec codec)
    {
        var audio = EncodedAudio.Encode(sound, codec);
        using var stream = File.Create(file);
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], 65_535);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1); // Ethernet
        stream.Write(header);

        // Each file is a source of its own: two with the same numbers would be one that repeats itself, and rightly be dropped.
        var ssrc = Interlocked.Increment(ref _lastSsrc);
        var packet = new byte[12 + codec.BytesPerFrame];
        for (var frame = 0; frame < audio.FrameCount; frame++)
        {
            var payload = audio.Frame(frame);
            var length = RtpPacket.Write(packet, frame == 0, (byte)codec.StaticPayloadType, (ushort)(frame + 1), (uint)(frame * 160), ssrc, payload);
            WritePacket(stream, frame, packet.AsSpan(0, length));
        }

        return file;
    }

    private static void WritePacket(FileStream stream, int frame, ReadOnlySpan<byte> rtp)
    {
        Span<byte> head = stackalloc byte[16 + EthernetIpUdpBytes];
        head.Clear();
        var time = (long)frame * MicrosecondsPerPacket;
        BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)(time / 1_000_000));
        BinaryPrimitives.WriteUInt32LittleEndian(head[4..], (uint)(time % 1_000_000));
        BinaryPrimitives.WriteInt32LittleEndian(head[8..], EthernetIpUdpBytes + rtp.Length);
        BinaryPrimitives.WriteInt32LittleEndian(head[12..], EthernetIpUdpBytes + rtp.Length);
        var ethernet = head[16..];
        ethernet[12] = 0x08; // IPv4
        var ip = ethernet[14..];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)(28 + rtp.Length));
        ip[8] = 64;
        ip[9] = 17; // UDP
        ip[12] = ip[16] = 127;
        ip[15] = ip[19] = 1;
        BinaryPrimitives.WriteUInt16BigEndian(ip[20..], 4_000);
        BinaryPrimitives.WriteUInt16BigEndian(ip[22..], 4_000);
        BinaryPrimitives.WriteUInt16BigEndian(ip[24..], (ushort)(8 + rtp.Length));
        stream.Write(head);
        stream.Write(rtp);
    }
}
