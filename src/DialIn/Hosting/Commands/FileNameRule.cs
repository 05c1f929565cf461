using System.CommandLine.Parsing;

namespace DialIn.Hosting.Commands;

/// <summary>What an option or argument that names a file needs: a name. An unset variable of a script gives it none.</summary>
internal static class FileNameRule
{
    /// <summary>Checks an option.</summary>
    public static void Check(OptionResult result) => Check(result, result.Option.Name);

    /// <summary>Checks an argument.</summary>
    public static void Check(ArgumentResult result) => Check(result, result.Argument.Name);

    private static void Check(SymbolResult result, string name)
    {
        if (result.Tokens is [{ Value: "" }])
        {
            result.AddError($"{name} must name a file.");
        }
    }
}
