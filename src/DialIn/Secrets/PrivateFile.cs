namespace DialIn.Secrets;

/// <summary>Files that are for their owner alone: with keys, PINs, or what was said on the wire.</summary>
internal static class PrivateFile
{
    private const UnixFileMode OwnerAlone = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>How to open one for writing: where it is made, its mode is 0600 from the first byte on.</summary>
    /// <param name="mode">One that may make a file.</param>
    public static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerAlone;
        }

        return options;
    }

    /// <summary>Makes sure that a file is there; a new one has mode 0600.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be made.</exception>
    public static void Ensure(string path)
    {
        var options = Options(FileMode.OpenOrCreate);
        options.Share = FileShare.ReadWrite;
        using var file = new FileStream(path, options);
    }
}
