using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace DialIn.Media.Rtcp;

/// <summary>
/// The name of a source in SDES: 96 random bits in base64, so that it is the only one of its kind and tells nothing of the
/// machine, the caller or the call's other leg. RFC 7022. A plain value without allocation.
/// </summary>
internal readonly record struct CanonicalName
{
    /// <summary>Bytes of the text.</summary>
    public const int Length = 16;

    private const int RandomBytes = 12;

    private readonly UInt128 _text;

    private CanonicalName(ReadOnlySpan<byte> text) => _text = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(text);

    /// <summary>A new one.</summary>
    public static CanonicalName Create()
    {
        Span<byte> random = stackalloc byte[RandomBytes];
        Span<byte> text = stackalloc byte[Length];
        RandomNumberGenerator.Fill(random);
        Base64.EncodeToUtf8(random, text, out _, out _);
        return new CanonicalName(text);
    }

    /// <summary>Takes up one that was written down; a new one if it is of no use.</summary>
    public static CanonicalName Parse(string? text) =>
        text is { Length: Length } && Ascii.IsValid(text) ? new CanonicalName(Encoding.ASCII.GetBytes(text)) : Create();

    /// <summary>Writes the text.</summary>
    /// <param name="destination">At least <see cref="Length"/> bytes.</param>
    public void Write(Span<byte> destination) => System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(destination, _text);

    /// <summary>The text.</summary>
    public override string ToString()
    {
        Span<byte> text = stackalloc byte[Length];
        Write(text);
        return Encoding.ASCII.GetString(text);
    }
}
