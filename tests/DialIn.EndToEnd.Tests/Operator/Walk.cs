using System.Text;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Operator;

/// <summary>What an operator types at a machine of their own, one line after the other, until the first that fails.</summary>
/// <remarks>
/// The machine is this one with folders of its own for what is installed: a mount namespace. <c>machine/</c> beside this file has
/// what stands in for systemd, sudo, ssh and apt.
/// </remarks>
/// <param name="folder">Where the machine is.</param>
/// <param name="secrets">What is typed and must not be in the test's output; PINs are not there anyway.</param>
internal sealed partial class Walk(ScratchFolder folder, params string[] secrets)
{
    /// <summary>The section that begins.</summary>
    public const string FromAFreshMachine = "From a fresh machine to the first call";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    private readonly StringBuilder _typed = new();

    /// <summary>Types what a block of docs/operations.md says.</summary>
    /// <param name="heading">The section.</param>
    /// <param name="beginning">How the block's first command begins.</param>
    /// <param name="own">What the operator replaces by what is theirs.</param>
    public Walk Document(string heading, string beginning, params (string Written, string Typed)[] own)
    {
        var block = OperationsDocument.Block(heading, beginning);
        foreach (var (written, typed) in own)
        {
            Assert.Contains(written, block, StringComparison.Ordinal);
            block = block.Replace(written, typed, StringComparison.Ordinal);
        }

        return Type(block);
    }

    /// <summary>Types what no document can say: an editor's work, or what somebody else does meanwhile.</summary>
    public Walk Type(string lines)
    {
        _typed.Append(lines.TrimEnd('\n')).Append('\n');
        return this;
    }

    /// <summary>Has all of it run.</summary>
    /// <returns>What was on the screen, with its secrets.</returns>
    public async Task<string> RunAsync(CancellationToken cancel)
    {
        var script = folder.Write("walk.sh", $"set -euo pipefail\nshopt -s expand_aliases\ncd\nset -v\n{_typed}");
        var stands = Checkout.Path("tests/DialIn.EndToEnd.Tests/Operator/machine");
        string[] command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "env", "-i", "bash", Path.Combine(stands, "machine.sh"), folder.Path, script];
        if (Environment.UserName != "root")
        {
            command = ["sudo", "-n", .. command];
        }

        await using var machine = new ProgramProcess(command[0], command[1..], folder.Path);
        try
        {
            var code = await machine.WaitForExitAsync(Patience, cancel);
            Assert.True(code == 0, "a command failed, the last one in the output");
        }
        catch (TimeoutException)
        {
            // Its message has the whole screen.
            Assert.Fail($"it did not end within {Patience}; the output ends with what it waited for");
        }
        finally
        {
            TestContext.Current.TestOutputHelper?.WriteLine(Shown(machine.Output));
        }

        return machine.Output;
    }

    private string Shown(string screen) =>
        PinOfARoom().Replace(secrets.Aggregate(screen, static (shown, secret) => shown.Replace(secret, "…", StringComparison.Ordinal)), "…");

    // A pipe is no terminal, so that rooms are lines for scripts; in groups, should one ever be said to people.
    [GeneratedRegex(@"(?<=\t)[0-9]{5,12}(?=\t)|\b[0-9]{3}( [0-9]{3}){2}\b")]
    private static partial Regex PinOfARoom();
}
