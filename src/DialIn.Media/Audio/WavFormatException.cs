namespace DialIn.Media.Audio;

/// <summary>A sound file is not what the bridge plays. The message names the file, what was found, and the command that converts it.</summary>
public sealed class WavFormatException : Exception
{
    /// <summary>Makes the message from the file and from what was found in it.</summary>
    public WavFormatException(string path, string found)
        : base($"{path}: {found}. Needed is a WAV file, mono, 16-bit PCM, at 8000, 16000 or 48000 Hz. "
            + $"To convert it: sox \"{path}\" -c 1 -b 16 -e signed-integer -r 16000 \"{Converted(path)}\" && mv \"{Converted(path)}\" \"{path}\"")
    {
    }

    private static string Converted(string path) => Path.ChangeExtension(path, null) + "-16k.wav";
}
