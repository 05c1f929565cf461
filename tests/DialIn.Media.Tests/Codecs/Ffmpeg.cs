using System.Diagnostics;
using System.Runtime.InteropServices;
using DialIn.Media.Codecs;
using DialIn.Media.Tests.Audio;

namespace DialIn.Media.Tests.Codecs;

/// <summary>ffmpeg's codecs, written by others than ours.</summary>
internal static class Ffmpeg
{
    /// <summary>Encodes.</summary>
    public static byte[] Encode(AudioCodec codec, short[] samples) => Run(
        MemoryMarshal.AsBytes(samples.AsSpan()), $"-f s16le -ar {codec.SampleRate} -ac 1", $"-f {Format(codec)} -ar {codec.SampleRate} -ac 1");

    /// <summary>Decodes.</summary>
    public static short[] Decode(AudioCodec codec, byte[] payload) =>
        MemoryMarshal.Cast<byte, short>(Run(payload, $"-f {Format(codec)} {(codec == AudioCodec.G722 ? "" : "-ar 8000 -ac 1")}", "-f s16le")).ToArray();

    private static string Format(AudioCodec codec) => codec.EncodingName switch
    {
        "PCMA" => "alaw",
        "PCMU" => "mulaw",
        _ => "g722",
    };

    // Files, not pipes: ffmpeg takes its time to read to the end of one before it writes to the other.
    private static byte[] Run(ReadOnlySpan<byte> input, string inputOptions, string outputOptions)
    {
        using var folder = new TemporaryFolder();
        var (from, to) = (folder.File("input.raw"), folder.File("output.raw"));
        File.WriteAllBytes(from, input);
        using var process = Process.Start("ffmpeg", $"-nostdin -hide_banner -loglevel error -y {inputOptions} -i {from} {outputOptions} {to}");
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return File.ReadAllBytes(to);
    }
}
