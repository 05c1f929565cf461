using System.Text;

namespace DialIn.Hosting.Commands;

/// <summary>Reads text files that somebody else wrote: UTF-8, or what their byte order mark says.</summary>
internal static class TextFile
{
    // With a mark, so that a file that has one is not read by the lenient kind.
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>Reads a file. Letters that are not UTF-8 are an error: a meeting whose id has lost one is another meeting.</summary>
    /// <param name="path">The file.</param>
    /// <param name="terminal">Hears why it cannot be read.</param>
    /// <param name="read">Reads it to its end.</param>
    /// <returns>What was read; null if it cannot be.</returns>
    public static T? Read<T>(string path, Terminal terminal, Func<TextReader, T> read)
        where T : class
    {
        try
        {
            using var reader = new StreamReader(path, Strict);
            return read(reader);
        }
        catch (DecoderFallbackException)
        {
            terminal.Error.WriteLine($"{path} is not UTF-8; save it so, and ids keep their letters.");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"{path} cannot be read: {fault.Message}");
        }

        return null;
    }
}
