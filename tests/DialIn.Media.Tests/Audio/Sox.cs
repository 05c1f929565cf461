using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DialIn.Media.Tests.Audio;

/// <summary>Sound made by programs that are not ours: sox for tones and noise, espeak-ng for speech.</summary>
internal static class Sox
{
    /// <summary>Runs sox without an input and takes what it makes.</summary>
    /// <param name="sampleRate">Samples in a second.</param>
    /// <param name="effects">Its effects, such as <c>synth 1 sine 697</c>.</param>
    /// <param name="channels">Channels before the effects; they have to leave one.</param>
    public static short[] Make(int sampleRate, string effects, int channels = 1) =>
        Run("sox", $"-R -c {channels} -r {sampleRate} -n -c 1 -b 16 -e signed-integer -t raw - {effects}");

    /// <summary>White noise whose power is that of a sine of this amplitude.</summary>
    public static short[] Noise(int sampleRate, double seconds, double amplitude)
    {
        // sox spreads it evenly between -1 and 1: its power is 2/3 of a full-scale sine's.
        var volume = amplitude / short.MaxValue * Math.Sqrt(1.5);
        return Make(sampleRate, string.Create(CultureInfo.InvariantCulture, $"synth {seconds} whitenoise vol {volume}"));
    }

    /// <summary>Speech, its peaks 3 dB below full scale.</summary>
    public static short[] Speak(int sampleRate, string voice, int wordsPerMinute, int pitch, string text)
    {
        using var folder = new TemporaryFolder();
        var wav = folder.File("speech.wav");
        Run("espeak-ng", $"-v {voice} -s {wordsPerMinute} -p {pitch} -w {wav} \"{text}\"");
        return Run("sox", $"-R {wav} -c 1 -r {sampleRate} -b 16 -e signed-integer -t raw - gain -n -3");
    }

    /// <summary>Decodes a payload of G.711.</summary>
    /// <param name="law"><c>a-law</c> or <c>u-law</c>.</param>
    /// <param name="payload">The codes.</param>
    public static short[] Decode(string law, byte[] payload)
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("payload.raw");
        File.WriteAllBytes(file, payload);
        return Run("sox", $"-t raw -r 8000 -c 1 -b 8 -e {law} {file} -b 16 -e signed-integer -t raw -");
    }

    private static short[] Run(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return MemoryMarshal.Cast<byte, short>(output.ToArray()).ToArray();
    }
}
