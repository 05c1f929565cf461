using System.Buffers.Binary;

namespace DialIn.Media.Tests.Codecs;

/// <summary>
/// What other programs made: the G.711 tables are from sox 14.4.2 (all 256 codes decoded), the G.722 files from FFmpeg 5.1.
/// Samples are 16 bit, little-endian.
/// </summary>
internal static class Vectors
{
    public static byte[] Bytes(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Codecs", "Vectors", name + ".raw"));

    public static short[] Samples(string name) =>
        [.. Bytes(name).Chunk(2).Select(pair => BinaryPrimitives.ReadInt16LittleEndian(pair))];
}
