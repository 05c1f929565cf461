using DialIn.Media.Rtp;

namespace DialIn.Media.Tests.Relay;

/// <summary>A peer's RTP stream as it makes it: 20 ms packets, each a byte array ready to be received.</summary>
internal sealed class SourceStream(uint ssrc = 0x1111, ushort sequence = 5000, uint timestamp = 77_000, byte payloadType = 8)
{
    public uint Ssrc { get; set; } = ssrc;

    public ushort Sequence { get; set; } = sequence;

    public uint Timestamp { get; set; } = timestamp;

    /// <summary>The next packet of 20 ms of audio; its payload's first bytes carry its own number, so that it can be told apart.</summary>
    public byte[] Audio(bool marker = false)
    {
        var payload = new byte[160];
        payload[0] = (byte)(Sequence >> 8);
        payload[1] = (byte)Sequence;
        var packet = Make(payloadType, payload, marker, Timestamp);
        Timestamp += 160;
        return packet;
    }

    /// <summary>The next packet of audio of any length, its bytes counting on from packet to packet.</summary>
    public byte[] Audio(int bytes, bool marker = false)
    {
        var packet = Make(payloadType, [.. Enumerable.Range(0, bytes).Select(tick => (byte)((Timestamp + tick) % 251))], marker, Timestamp);
        Timestamp += (uint)bytes;
        return packet;
    }

    /// <summary>The next packet of another kind; the timestamp stands still.</summary>
    public byte[] Other(byte otherPayloadType, byte[] payload, bool marker = false) => Make(otherPayloadType, payload, marker, Timestamp);

    /// <summary>All packets of a press of 100 ms, and the time that it takes.</summary>
    public IReadOnlyList<byte[]> Press(char digit, byte eventPayloadType = 101)
    {
        var packets = Dtmf.Press.Of(digit, Timestamp).Select(packet => Make(eventPayloadType, packet.Payload, packet.Marker, Timestamp)).ToList();
        Timestamp += 1600;
        return packets;
    }

    private byte[] Make(byte type, byte[] payload, bool marker, uint at)
    {
        var packet = new byte[RtpPacket.HeaderLength + payload.Length];
        RtpPacket.Write(packet, marker, type, Sequence++, at, Ssrc, payload);
        return packet;
    }
}
