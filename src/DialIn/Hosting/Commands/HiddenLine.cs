namespace DialIn.Hosting.Commands;

/// <summary>What is never an argument, since ps and the shell's history show those: a secret, a PIN, a caller's number.</summary>
internal static class HiddenLine
{
    /// <summary>Reads the first line of a file; without one, what is piped in, or typed without being shown.</summary>
    /// <param name="terminal">Where it is typed, and hears why it cannot be read.</param>
    /// <param name="noun">What it is, such as PIN.</param>
    /// <param name="prompt">What a person at a keyboard is asked for.</param>
    /// <param name="file">The file; null: none was named.</param>
    /// <param name="fileOption">The option that names one; null if there is none.</param>
    /// <returns>The line; null if it cannot be read.</returns>
    public static string? Read(Terminal terminal, string noun, string prompt, string? file = null, string? fileOption = null)
    {
        try
        {
            return file is not null ? File.ReadLines(file).FirstOrDefault() ?? "" : terminal.ReadHiddenLine(prompt);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            terminal.Error.WriteLine(file is not null
                ? $"The file with the {noun} cannot be read: {fault.Message}"
                : $"There is nothing to read the {noun} from: {fault.Message}. Pipe it in{(fileOption is null ? "" : $", or name its file with {fileOption}")}. Nothing was changed.");
            return null;
        }
    }
}
