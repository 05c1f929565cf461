using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Operator;

/// <summary>The commands of <c>docs/operations.md</c>, as an operator copies them.</summary>
internal static partial class OperationsDocument
{
    private static readonly string Text = File.ReadAllText(Checkout.Path("docs/operations.md"));

    /// <summary>The commands of one block, without the prompts and what the programs answer.</summary>
    /// <param name="heading">The section.</param>
    /// <param name="beginning">How the block's first command begins.</param>
    public static string Block(string heading, string beginning)
    {
        var section = Section().Matches(Text).Single(match => match.Groups["heading"].Value == heading).Groups["body"].Value;
        return Fence().Matches(section).Select(static match => Commands(match.Groups["body"].Value))
            .Single(commands => commands.StartsWith(beginning, StringComparison.Ordinal));
    }

    // Where one line has a prompt, only lines with one are typed.
    private static string Commands(string block)
    {
        var typed = block.Split('\n').Where(static line => line.StartsWith("# ", StringComparison.Ordinal) || line.StartsWith("$ ", StringComparison.Ordinal)).ToList();
        return typed.Count == 0 ? block : string.Concat(typed.Select(static line => $"{line[2..]}\n"));
    }

    [GeneratedRegex(@"^## (?<heading>.*)\n(?<body>(?:(?!^## ).*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```[a-z]*\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
