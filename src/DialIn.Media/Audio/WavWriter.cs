using System.Buffers.Binary;

namespace DialIn.Media.Audio;

/// <summary>
/// Writes a mono 16-bit WAV file piece by piece. The header gets its lengths in <see cref="Dispose"/>; until then it says
/// "unknown", so the recording of a program that died can still be read. Not for several threads at once.
/// </summary>
public sealed class WavWriter : IDisposable
{
    private const uint LongestData = WavFormat.UnknownLength - 1;
    private readonly FileStream _file;
    private readonly int _sampleRate;
    private uint _dataBytes;

    /// <summary>Creates the file, or empties the one that is there.</summary>
    /// <exception cref="IOException">The file cannot be made.</exception>
    public WavWriter(string path, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        _sampleRate = sampleRate;
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
        WriteHeader(uint.MaxValue, uint.MaxValue);
    }

    /// <summary>Adds samples. What goes beyond 2 GiB, 18 hours at 16 kHz, is dropped.</summary>
    public void Append(ReadOnlySpan<short> samples)
    {
        Span<byte> buffer = stackalloc byte[1024];
        while (!samples.IsEmpty && _dataBytes < LongestData - (uint)buffer.Length)
        {
            var count = Math.Min(samples.Length, buffer.Length / 2);
            for (var i = 0; i < count; i++)
            {
                BinaryPrimitives.WriteInt16LittleEndian(buffer[(2 * i)..], samples[i]);
            }

            _file.Write(buffer[..(2 * count)]);
            _dataBytes += (uint)(2 * count);
            samples = samples[count..];
        }
    }

    /// <summary>Completes the header and closes the file. A second call does nothing.</summary>
    public void Dispose()
    {
        if (!_file.CanWrite)
        {
            return;
        }

        _file.Position = 0;
        WriteHeader(_dataBytes + WavFormat.HeaderBytes - 8, _dataBytes);
        _file.Dispose();
    }

    private void WriteHeader(uint riffBytes, uint dataBytes)
    {
        Span<byte> header = stackalloc byte[WavFormat.HeaderBytes];
        WavFormat.Riff.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], riffBytes);
        WavFormat.Wave.CopyTo(header[8..]);
        WavFormat.Format.CopyTo(header[12..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[16..], WavFormat.FormatBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[20..], WavFormat.Pcm);
        BinaryPrimitives.WriteUInt16LittleEndian(header[22..], 1);
        BinaryPrimitives.WriteUInt32LittleEndian(header[24..], (uint)_sampleRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[28..], (uint)_sampleRate * 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[32..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[34..], 16);
        WavFormat.Data.CopyTo(header[36..]);
        BinaryPrimitives.WriteUInt32LittleEndian(header[40..], dataBytes);
        _file.Write(header);
    }
}
