using System.Buffers.Binary;

namespace DialIn.Benchmarks.Load;

//  0      4        8        12          20
//  | mark | stream | number | sent (ns) | ...

/// <summary>What each payload carries, so that loss and delay show at the far end.</summary>
/// <param name="Stream">The stream's number.</param>
/// <param name="Number">The packet's number in its stream.</param>
/// <param name="Sent">When it was sent, in nanoseconds of the wall clock.</param>
internal readonly record struct Stamp(int Stream, int Number, long Sent)
{
    // No silence and no tone looks like this.
    private const uint Mark = 0xD1A1_0A11;

    private const int Length = 20;

    public void Write(Span<byte> payload)
    {
        BinaryPrimitives.WriteUInt32BigEndian(payload, Mark);
        BinaryPrimitives.WriteInt32BigEndian(payload[4..], Stream);
        BinaryPrimitives.WriteInt32BigEndian(payload[8..], Number);
        BinaryPrimitives.WriteInt64BigEndian(payload[12..], Sent);
    }

    public static bool TryRead(ReadOnlySpan<byte> payload, out Stamp stamp)
    {
        stamp = default;
        if (payload.Length < Length || BinaryPrimitives.ReadUInt32BigEndian(payload) != Mark)
        {
            return false;
        }

        stamp = new Stamp(
            BinaryPrimitives.ReadInt32BigEndian(payload[4..]), BinaryPrimitives.ReadInt32BigEndian(payload[8..]), BinaryPrimitives.ReadInt64BigEndian(payload[12..]));
        return true;
    }
}
