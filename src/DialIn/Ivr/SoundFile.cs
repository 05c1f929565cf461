using System.Buffers.Binary;
using DialIn.Media.Audio;
using DialIn.Media.Codecs;

namespace DialIn.Ivr;

/// <summary>A sound file in one of the formats that telephone systems keep their prompts in. The extension says which.</summary>
internal static class SoundFile
{
    /// <summary>Extensions that are read, the best-sounding first: of one sound in several files, the first one is taken.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".sln16", ".g722", ".wav", ".sln", ".alaw", ".ulaw"];

    /// <summary>The file of a sound.</summary>
    /// <param name="path">Its path, with or without an extension.</param>
    /// <returns>The file; null if none is there that can be read.</returns>
    public static string? Find(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.Ordinal)
        ? File.Exists(path) ? path : null
        : Extensions.Select(extension => path + extension).FirstOrDefault(File.Exists);

    /// <summary>What to do about a sound of which <see cref="Find"/> knows no file.</summary>
    public static string Advice(string path) => File.Exists($"{path}.gsm")
        ? $"{path}.gsm is GSM, which is not read: install the package of the same sounds that ends in -g722 or -wav, or convert it: sox \"{path}.gsm\" -b 16 \"{path}.wav\""
        : $"there is no file {path} with one of the extensions {string.Join(' ', Extensions)}";

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="WavFormatException">It is no WAV file that can be read.</exception>
    /// <exception cref="IOException">The file cannot be read, or there is no sound in it.</exception>
    public static PcmClip Read(string path) =>
        ReadAny(path) is { Samples.Length: > 0 } clip ? clip : throw new IOException($"{path} has no sound in it: record it again, or take it away.");

    /// <summary>Several sounds as one, a tenth of a second between them, at the highest of their sample rates.</summary>
    /// <param name="parts">At least one.</param>
    public static PcmClip Join(IReadOnlyList<PcmClip> parts)
    {
        if (parts is [var only])
        {
            return only;
        }

        var rate = parts.Max(static part => part.SampleRate);
        var gap = new short[rate / 10];
        return new PcmClip(rate, [.. parts.SelectMany((part, i) => i == 0 ? Resampler.To(part, rate).Samples : [.. gap, .. Resampler.To(part, rate).Samples])]);
    }

    private static PcmClip ReadAny(string path) => Path.GetExtension(path) switch
    {
        ".wav" => WavReader.Read(path),
        ".g722" => Decode(path, AudioCodec.G722),
        ".alaw" => Decode(path, AudioCodec.Pcma),
        ".ulaw" => Decode(path, AudioCodec.Pcmu),
        // Signed linear, little-endian, no header: 8 kHz, unless a number of kHz is in the name.
        ".sln" => new PcmClip(8_000, Samples(path)),
        ".sln16" => new PcmClip(16_000, Samples(path)),
        var other => throw new IOException($"{path}: {other} is none of {string.Join(' ', Extensions)}."),
    };

    private static PcmClip Decode(string path, AudioCodec codec)
    {
        var bytes = File.ReadAllBytes(path);
        var samples = new short[bytes.Length * (codec.SampleRate / codec.RtpClockRate)];
        codec.CreateDecoder().Decode(bytes, samples);
        return new PcmClip(codec.SampleRate, samples);
    }

    private static short[] Samples(string path)
    {
        var bytes = File.ReadAllBytes(path);
        var samples = new short[bytes.Length / 2];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i));
        }

        return samples;
    }
}
