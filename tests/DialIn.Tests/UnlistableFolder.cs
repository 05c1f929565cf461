namespace DialIn.Tests;

/// <summary>A folder that is there and that this user may not list.</summary>
internal static class UnlistableFolder
{
    // No mode keeps the superuser out of a folder of its own; in a container this one does.
    private const string OfAnother = "/proc/1/map_files";

    /// <summary>Makes one, or finds one; the test is skipped where there is none.</summary>
    public static string In(TestFolder folder)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no file modes.");
        var own = folder.File("unlistable");
        if (!OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(own, UnixFileMode.None);
        }

        var found = IsListed(own) ? IsListed(OfAnother) ? null : OfAnother : own;
        Assert.SkipWhen(found is null, "This user may list every folder.");
        return found!;
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
