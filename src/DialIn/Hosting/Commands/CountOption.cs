using System.CommandLine;

namespace DialIn.Hosting.Commands;

/// <summary><c>--count</c>: how many.</summary>
internal static class CountOption
{
    /// <summary>Builds the option.</summary>
    /// <param name="description">What is counted.</param>
    /// <param name="most">The largest that is taken.</param>
    /// <param name="usual">What is meant without it; <see langword="null"/>: it must be said.</param>
    public static Option<int> Create(string description, int most, int? usual = null)
    {
        var count = new Option<int>("--count", "-n") { Description = description, HelpName = "N", Required = usual is null };
        if (usual is { } value)
        {
            count.DefaultValueFactory = _ => value;
        }

        count.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var n) && n >= 1 && n <= most))
            {
                result.AddError($"--count must be 1 to {most}.");
            }
        });
        return count;
    }
}
