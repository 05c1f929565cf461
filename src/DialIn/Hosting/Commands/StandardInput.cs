namespace DialIn.Hosting.Commands;

/// <summary>Whether there is a standard input at all.</summary>
internal static class StandardInput
{
    private const string FlagsLine = "flags:";
    private const int CloseOnExec = 0x80000;

    /// <summary>
    /// Whether the process was started with it closed (<c>&lt;&amp;-</c>). Its number then belongs to some file that the runtime has opened
    /// for itself, and reading that waits for ever. Only known on Linux.
    /// </summary>
    public static bool IsClosed() => OperatingSystem.IsLinux() && IsClosed(Read("/proc/self/fdinfo/0"));

    /// <summary>What the kernel's lines about it say.</summary>
    /// <param name="fileInformation">The content of <c>fdinfo</c>; null if there is none.</param>
    // What was inherited has survived an exec, and so is not marked to be closed by one; what the runtime opens always is.
    public static bool IsClosed(string? fileInformation)
    {
        var line = fileInformation?.Split('\n').FirstOrDefault(static line => line.StartsWith(FlagsLine, StringComparison.Ordinal));
        return fileInformation is null
            || (line is not null && TryOctal(line[FlagsLine.Length..].Trim(), out var flags) && (flags & CloseOnExec) != 0);
    }

    private static bool TryOctal(string text, out int value)
    {
        value = 0;
        foreach (var digit in text)
        {
            if (digit is < '0' or > '7')
            {
                return false;
            }

            value = (value << 3) | (digit - '0');
        }

        return text.Length is > 0 and <= 10;
    }

    private static string? Read(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // A machine without this part of /proc tells nothing.
            return "";
        }
    }
}
