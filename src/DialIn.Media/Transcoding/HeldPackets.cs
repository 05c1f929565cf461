using DialIn.Media.Rtp;

namespace DialIn.Media.Transcoding;

/// <summary>A few packets that wait for one that should have come before them. Allocates nothing after its making.</summary>
internal sealed class HeldPackets
{
    /// <summary>How many there is a place for.</summary>
    public const int Capacity = 5;

    private readonly Entry[] _entries = [new(), new(), new(), new(), new()];

    /// <summary>Packets that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Holds a packet; there must be a place. One that is held already is left alone.</summary>
    public void Hold(in RtpPacket packet)
    {
        Entry? free = null;
        foreach (var entry in _entries)
        {
            if (!entry.IsTaken)
            {
                free ??= entry;
            }
            else if (entry.SequenceNumber == packet.SequenceNumber)
            {
                return;
            }
        }

        free!.Take(packet);
        Count++;
    }

    /// <summary>Gives the packet that comes next after a number, however far that is, and lets it go with <see cref="Release"/>.</summary>
    public Entry? First(ushort from)
    {
        Entry? first = null;
        foreach (var entry in _entries)
        {
            if (entry.IsTaken && (first is null || (ushort)(entry.SequenceNumber - from) < (ushort)(first.SequenceNumber - from)))
            {
                first = entry;
            }
        }

        return first;
    }

    /// <summary>Lets a packet go.</summary>
    public void Release(Entry entry)
    {
        entry.IsTaken = false;
        Count--;
    }

    /// <summary>Lets all go.</summary>
    public void Clear()
    {
        foreach (var entry in _entries)
        {
            entry.IsTaken = false;
        }

        Count = 0;
    }

    /// <summary>A packet that waits.</summary>
    internal sealed class Entry
    {
        private readonly byte[] _payload = new byte[CodecConverter.Longest];
        private int _length;

        public bool IsTaken { get; set; }

        public bool Marker { get; private set; }

        public ushort SequenceNumber { get; private set; }

        public uint Timestamp { get; private set; }

        public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _length);

        public void Take(in RtpPacket packet)
        {
            (IsTaken, Marker, SequenceNumber, Timestamp, _length) = (true, packet.Marker, packet.SequenceNumber, packet.Timestamp, packet.Payload.Length);
            packet.Payload.CopyTo(_payload);
        }
    }
}
