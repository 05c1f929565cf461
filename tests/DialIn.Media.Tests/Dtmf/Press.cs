using DialIn.Media.Dtmf;

namespace DialIn.Media.Tests.Dtmf;

/// <summary>One telephone-event packet of a test.</summary>
internal sealed record EventPacket(uint Timestamp, bool Marker, byte[] Payload);

/// <summary>Packets of key presses as phones send them.</summary>
internal static class Press
{
    /// <summary>A press of the given number of 20 ms updates, the last of which is the end, sent three times.</summary>
    public static List<EventPacket> Of(char digit, uint timestamp, int updates = 5)
    {
        var packets = new List<EventPacket>();
        for (var i = 1; i < updates; i++)
        {
            packets.Add(Packet(digit, timestamp, i * 160, marker: i == 1));
        }

        packets.AddRange(Enumerable.Repeat(Packet(digit, timestamp, updates * 160, end: true), 3));
        return packets;
    }

    public static EventPacket Packet(char digit, uint timestamp, int duration, bool end = false, bool marker = false)
    {
        Assert.True(TelephoneEvent.TryGetCode(digit, out var code));
        var payload = new byte[TelephoneEvent.Length];
        new TelephoneEvent(code, end, 10, (ushort)duration).Write(payload);
        return new EventPacket(timestamp, marker, payload);
    }

    /// <summary>What a receiver makes of them.</summary>
    public static string Receive(IEnumerable<EventPacket> packets)
    {
        var receiver = default(TelephoneEventReceiver);
        return string.Concat(packets.Select(packet => receiver.Receive(packet.Timestamp, packet.Payload)));
    }
}
