namespace DialIn.Media.Audio;

/// <summary>
/// The header of a WAV file: chunks of a four-letter name, a length, and that many bytes (and one more where odd). All numbers
/// are little-endian.
/// <code>
///   0  "RIFF" length "WAVE"
///  12  "fmt " 16     format(2) channels(2) rate(4) bytes a second(4) block(2) bits(2)
///  36  "data" length samples ...
/// </code>
/// </summary>
internal static class WavFormat
{
    public const int HeaderBytes = 44;
    public const int FormatBytes = 16;
    public const ushort Pcm = 1;

    /// <summary>The true format then stands in the extension, 24 bytes into the chunk.</summary>
    public const ushort Extensible = 0xFFFE;
    public const int ExtensibleSubFormat = 24;

    /// <summary>Lengths from here on are what a program writes that cannot know the length yet, since it writes into a pipe.</summary>
    public const uint UnknownLength = 0x7FFF0000;

    public static ReadOnlySpan<byte> Riff => "RIFF"u8;

    public static ReadOnlySpan<byte> Wave => "WAVE"u8;

    public static ReadOnlySpan<byte> Format => "fmt "u8;

    public static ReadOnlySpan<byte> Data => "data"u8;
}
