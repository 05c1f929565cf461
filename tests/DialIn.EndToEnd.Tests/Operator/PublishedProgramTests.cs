using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Operator;

public sealed class PublishedProgramTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Program_WithoutDotNet_AndFromAnEmptyFolder_Runs()
    {
        using var folder = new ScratchFolder();
        var program = Path.Combine(await PublishedProgram.FolderAsync(Cancel), "dialin");

        await using var run = new ProgramProcess("env", ["-i", "PATH=/nowhere", program, "--version"], folder.Path);

        Assert.True(await run.WaitForExitAsync(TimeSpan.FromMinutes(1), Cancel) == 0, run.Output);
        Assert.Matches(@"^\d+\.\d+\.\d+", run.Output);
        // One file, beside SQLite's library and what is to be read: and it unpacks nothing.
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(program)!, "*.dll"));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task Program_ForTheOtherArchitecture_IsOneOfIt()
    {
        using var folder = new ScratchFolder();
        // Machine code is for x64 or ARM in the host and in SQLite's library; to compile the rest ahead takes minutes, and shows nothing more.
        await PublishedProgram.PublishAsync(folder.Path, "linux-arm64", Cancel, "-p:PublishReadyToRun=false");

        foreach (var file in (string[])["dialin", "libe_sqlite3.so"])
        {
            var header = new byte[20];
            await using var stream = File.OpenRead(folder.File(file));
            await stream.ReadExactlyAsync(header, Cancel);
            Assert.Equal("\u007fELF"u8, header.AsSpan(0, 4));
            // e_machine: EM_AARCH64.
            Assert.Equal(183, BitConverter.ToUInt16(header, 18));
        }
    }
}
