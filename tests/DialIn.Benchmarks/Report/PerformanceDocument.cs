namespace DialIn.Benchmarks.Report;

/// <summary>The document whose text is written by people and whose figures are written here, each part between two marks.</summary>
internal static class PerformanceDocument
{
    public const string Name = "performance.md";

    private const string None = "-";

    /// <summary>Writes lines between the marks of a part.</summary>
    public static void Write(string folder, string part, IEnumerable<string> lines)
    {
        var path = Path.Combine(folder, Name);
        var (begin, end) = ($"<!-- {part}: begin -->", $"<!-- {part}: end -->");
        var text = File.ReadAllText(path);
        var (from, to) = (text.IndexOf(begin, StringComparison.Ordinal), text.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from)
        {
            throw new BenchmarkException($"{path} has no {begin} and {end}");
        }

        File.WriteAllText(path, $"{text[..(from + begin.Length)]}\n{string.Join('\n', lines)}\n{text[to..]}");
    }

    /// <summary>The folder that somebody asked for, or the usual one; null when no document is to be written.</summary>
    public static string? FolderOrNone(string? asked, bool isQuick) => (asked ?? (isQuick ? None : Folder())) is var folder && folder != None ? folder : null;

    /// <summary>The folder docs of the repository that this program was built from.</summary>
    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "DialIn.sln")))
        {
            folder = folder.Parent;
        }

        return folder is null ? throw new BenchmarkException("There is no DialIn.sln above this program: give --docs") : Path.Combine(folder.FullName, "docs");
    }
}
