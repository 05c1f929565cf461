namespace DialIn.Trunks;

/// <summary>Reads a trunk's password: the first line of a file that only its owner may read.</summary>
internal static class PasswordFile
{
    /// <summary>The password as it is now, or null while the file cannot be read or is empty: the next try may find it.</summary>
    public static string? Read(string file)
    {
        try
        {
            return File.ReadLines(file).FirstOrDefault() is { Length: > 0 } password ? password : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
