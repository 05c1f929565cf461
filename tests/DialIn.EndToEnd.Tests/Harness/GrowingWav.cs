using System.Buffers.Binary;
using System.Runtime.InteropServices;
using DialIn.Media.Audio;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>A WAV file (mono, 16 bit) that a program may be writing still: its header comes last, or says nothing true of the length until then.</summary>
internal static class GrowingWav
{
    private const int HeaderBytes = 44;
    private const int RateAt = 24;

    // Of G.711, which is what telephones speak where the header is not there yet.
    private const int UsualRate = 8000;

    /// <summary>All sound that is in it.</summary>
    public static PcmClip Read(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var content = new MemoryStream();
        stream.CopyTo(content);
        var file = content.GetBuffer().AsSpan(0, (int)content.Length);
        if (file.Length < HeaderBytes)
        {
            return new PcmClip(UsualRate, []);
        }

        var rate = file.StartsWith("RIFF"u8) ? BinaryPrimitives.ReadInt32LittleEndian(file[RateAt..]) : UsualRate;
        return new PcmClip(rate, MemoryMarshal.Cast<byte, short>(file[HeaderBytes..]).ToArray());
    }
}
