namespace DialIn.Tests;

/// <summary>A folder of one test's own, gone with it.</summary>
internal sealed class TestFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dialin-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string content, UnixFileMode? mode = null)
    {
        var path = File(name);
        System.IO.File.WriteAllText(path, content);
        if (mode is { } wanted && !OperatingSystem.IsWindows())
        {
            System.IO.File.SetUnixFileMode(path, wanted);
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
