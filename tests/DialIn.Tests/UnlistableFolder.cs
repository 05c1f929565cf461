namespace DialIn.Tests;

/// <summary>A folder that is there and that this user may not list.</summary>
internal sealed class UnlistableFolder : IDisposable
{
    // No mode keeps the superuser out of a folder of its own; in a container this one does.
    private const string OfAnother = "/proc/1/map_files";

    private readonly string _own;

    /// <summary>Makes one, or finds one; the test is skipped where there is none.</summary>
    public UnlistableFolder(TestFolder folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        _own = folder.File("unlistable");
        Directory.CreateDirectory(_own);
        SetMode(UnixFileMode.None);
        Assert.SkipWhen(IsListed(_own) && IsListed(OfAnother), "This user may list every folder.");
        Path = IsListed(_own) ? OfAnother : _own;
    }

    public string Path { get; }

    /// <summary>From now on it can be deleted.</summary>
    public void Dispose() => SetMode(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    private void SetMode(UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_own, mode);
        }
    }

    private static bool IsListed(string path)
    {
        try
        {
            _ = Directory.EnumerateDirectories(path).Any();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            // It is not there: no use to anybody.
            return true;
        }
    }
}
