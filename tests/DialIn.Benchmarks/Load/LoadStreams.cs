using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace DialIn.Benchmarks.Load;

/// <summary>The packets of all streams: G.711 A-law, 20 ms each. The streams of a call are neighbours: 2n is its caller, 2n + 1 its conference.</summary>
internal sealed unsafe class LoadStreams
{
    private const int PacketLength = 172;
    private const int HeaderLength = 12;
    private const int PayloadType = 8;
    private const int FrameTicks = 160;
    private const ushort InternetFamily = 2;
    private const uint LoopbackInNetworkOrder = 0x0100_007F;

    private readonly byte* _packets;
    private readonly SocketAddress4* _targets;

    public LoadStreams(IReadOnlyList<int> targets)
    {
        Count = targets.Count;
        _packets = (byte*)NativeMemory.AllocZeroed((nuint)Count * PacketLength);
        _targets = (SocketAddress4*)NativeMemory.AllocZeroed((nuint)Count, (nuint)sizeof(SocketAddress4));
        for (var stream = 0; stream < Count; stream++)
        {
            _targets[stream] = new SocketAddress4 { Family = InternetFamily, Address = LoopbackInNetworkOrder, Port = BinaryPrimitives.ReverseEndianness((ushort)targets[stream]) };
            var packet = Packet(stream);
            (packet[0], packet[1]) = (0x80, PayloadType);
            BinaryPrimitives.WriteInt32BigEndian(packet[8..], stream + 1);
            packet[HeaderLength..].Fill(0x55);
        }
    }

    public int Count { get; }

    public void Send(int stream, int frame, LoadSocket from)
    {
        var packet = Packet(stream);
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)frame);
        BinaryPrimitives.WriteUInt32BigEndian(packet[4..], (uint)frame * FrameTicks);
        new Stamp(stream, frame, LoadNative.Nanoseconds(LoadNative.RealTimeClock)).Write(packet[HeaderLength..]);
        from.Send(_packets + (stream * PacketLength), PacketLength, _targets + stream);
    }

    private Span<byte> Packet(int stream) => new(_packets + (stream * PacketLength), PacketLength);
}
