using System.Buffers.Binary;

namespace DialIn.Media.Dtmf;

// RFC 4733 §2.3
//
//   0                   1                   2                   3
//   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
//  |     event     |E|R| volume    |          duration             |
//  +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+

/// <summary>The payload of one telephone-event packet. RFC 4733 §2.3.</summary>
/// <param name="Code">Which event; 0 to 15 are the keys of a telephone.</param>
/// <param name="End">Whether this reports the end of the event.</param>
/// <param name="Volume">Tone level in -dBm0, 0 to 63.</param>
/// <param name="Duration">How long the event lasts so far, in ticks of 1/8000 s.</param>
public readonly record struct TelephoneEvent(byte Code, bool End, byte Volume, ushort Duration)
{
    /// <summary>Bytes of the payload.</summary>
    public const int Length = 4;

    /// <summary>Ticks of the event clock in a second: all our codecs run RTP at this rate.</summary>
    public const int ClockRate = 8000;

    /// <summary>A fax machine calls (CNG). RFC 4734 §2.6.</summary>
    internal const byte CallingTone = 36;

    // RFC 4733 §3.2: the keys in the order of their event codes.
    private const string Keys = "0123456789*#ABCD";
    private const int EndBit = 0x80;
    private const int VolumeBits = 0x3F;

    /// <summary>The key, <c>0</c>-<c>9</c> <c>*</c> <c>#</c> <c>A</c>-<c>D</c>; null for an event that is no key, such as a hook flash.</summary>
    public char? Digit => Code < Keys.Length ? Keys[Code] : null;

    /// <summary>The event code of a key.</summary>
    /// <returns>False when it is none of the sixteen.</returns>
    public static bool TryGetCode(char digit, out byte code)
    {
        var index = Keys.IndexOf(char.ToUpperInvariant(digit), StringComparison.Ordinal);
        code = index < 0 ? (byte)0 : (byte)index;
        return index >= 0;
    }

    /// <summary>Reads a payload. Never throws. Only the first event is read: what follows may be padding of zeros, which would read as the key 0.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, out TelephoneEvent parsed)
    {
        if (payload.Length < Length)
        {
            parsed = default;
            return false;
        }

        parsed = new TelephoneEvent(
            payload[0], (payload[1] & EndBit) != 0, (byte)(payload[1] & VolumeBits), BinaryPrimitives.ReadUInt16BigEndian(payload[2..]));
        return true;
    }

    /// <summary>Writes the payload into at least <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Code;
        destination[1] = (byte)((End ? EndBit : 0) | (Volume & VolumeBits));
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], Duration);
    }
}
