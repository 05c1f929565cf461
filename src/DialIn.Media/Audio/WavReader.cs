using System.Buffers.Binary;

namespace DialIn.Media.Audio;

/// <summary>Reads the operator's sound files: mono, 16-bit PCM, at 8, 16 or 48 kHz, and nothing else.</summary>
public static class WavReader
{
    private const int ChunkHeader = 8;

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="WavFormatException">The file is no WAV file of the kind above.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static PcmClip Read(string path) => Read(File.ReadAllBytes(path), path);

    /// <summary>Reads a file that is in memory already.</summary>
    /// <param name="file">The file's bytes.</param>
    /// <param name="path">Its name, for the exception.</param>
    /// <exception cref="WavFormatException">The bytes are no WAV file of the kind above.</exception>
    public static PcmClip Read(ReadOnlySpan<byte> file, string path)
    {
        if (file.Length < 12 || !file.StartsWith(WavFormat.Riff) || !file[8..].StartsWith(WavFormat.Wave))
        {
            throw new WavFormatException(path, "this is no WAV file");
        }

        int? rate = null;
        for (var chunk = file[12..]; chunk.Length >= ChunkHeader;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            var body = chunk[ChunkHeader..];
            if (chunk.StartsWith(WavFormat.Data))
            {
                return new PcmClip(rate ?? throw new WavFormatException(path, "the samples come before their format"), Samples(body, length, path));
            }

            if (length > body.Length)
            {
                break;
            }

            if (chunk.StartsWith(WavFormat.Format))
            {
                rate = Rate(body[..(int)length], path);
            }

            chunk = body[(int)Math.Min(length + (length & 1), (uint)body.Length)..];
        }

        throw new WavFormatException(path, "the file ends before its samples begin");
    }

    private static int Rate(ReadOnlySpan<byte> format, string path)
    {
        if (format.Length < WavFormat.FormatBytes)
        {
            throw new WavFormatException(path, "the file ends within its format");
        }

        var code = BinaryPrimitives.ReadUInt16LittleEndian(format);
        if (code == WavFormat.Extensible && format.Length >= WavFormat.ExtensibleSubFormat + 2)
        {
            code = BinaryPrimitives.ReadUInt16LittleEndian(format[WavFormat.ExtensibleSubFormat..]);
        }

        var channels = BinaryPrimitives.ReadUInt16LittleEndian(format[2..]);
        var rate = BinaryPrimitives.ReadUInt32LittleEndian(format[4..]);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(format[14..]);
        return (code, channels, bits, rate) is (WavFormat.Pcm, 1, 16, 8000 or 16000 or 48000)
            ? (int)rate
            : throw new WavFormatException(path, $"found {channels} channel(s), {bits} bit, {rate} Hz, {(code == WavFormat.Pcm ? "PCM" : $"format {code}")}");
    }

    private static short[] Samples(ReadOnlySpan<byte> body, uint length, string path)
    {
        if (length > body.Length && length < WavFormat.UnknownLength)
        {
            throw new WavFormatException(path, $"the file was cut off: {body.Length} of {length} bytes of sound are there");
        }

        var bytes = body[..(int)Math.Min(length, (uint)body.Length)];
        var samples = new short[bytes.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
        }

        return samples;
    }
}
