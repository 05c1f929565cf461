using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Operator;

/// <summary>The folder that operators take to their machines, made as docs/operations.md says.</summary>
internal static class PublishedProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly SemaphoreSlim One = new(1);
    // All of them restore and build in the project's own folder.
    private static readonly SemaphoreSlim Publishing = new(1);
    private static string? _made;

    /// <summary>The folder for this machine: that of the program under test, if it was published; else it is made once.</summary>
    public static async Task<string> FolderAsync(CancellationToken cancel)
    {
        if (Path.GetDirectoryName(Bridge.Program)! is var folder && File.Exists(Path.Combine(folder, "install.sh")))
        {
            return folder;
        }

        await One.WaitAsync(cancel);
        try
        {
            return _made ??= await PublishAsync(
                Path.Combine(AppContext.BaseDirectory, "published"), System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier, cancel);
        }
        finally
        {
            One.Release();
        }
    }

    /// <summary>Runs the command of the document.</summary>
    /// <param name="folder">Where to, in place of the document's.</param>
    /// <param name="runtime">For which machines, in place of the document's.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="more">Further arguments.</param>
    public static async Task<string> PublishAsync(string folder, string runtime, CancellationToken cancel, params string[] more)
    {
        var command = OperationsDocument.Block(Walk.FromAFreshMachine, "dotnet publish").Split('\n')[0];
        Assert.Contains("-r linux-x64 -o dialin-0.1.0", command, StringComparison.Ordinal);
        var arguments = command.Replace("-r linux-x64 -o dialin-0.1.0", $"-r {runtime}", StringComparison.Ordinal).Split(' ')[1..];

        await Publishing.WaitAsync(cancel);
        try
        {
            // Nice to the calls of the tests beside it, and nothing of it stays.
            await using var publish = new ProgramProcess(
                "nice",
                ["-n", "19", "dotnet", .. arguments, "-o", folder, "-v", "quiet", "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false", .. more],
                Checkout.Path(""));
            var code = await publish.WaitForExitAsync(Patience, cancel);
            Assert.True(code == 0, publish.Output);
            return folder;
        }
        finally
        {
            Publishing.Release();
        }
    }
}
