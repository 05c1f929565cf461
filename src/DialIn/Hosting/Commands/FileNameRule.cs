using System.CommandLine.Parsing;

namespace DialIn.Hosting.Commands;

/// <summary>What an option that names a file needs: a name. An unset variable of a script gives it none.</summary>
internal static class FileNameRule
{
    /// <summary>Checks one.</summary>
    public static void Check(OptionResult result)
    {
        if (result.Tokens is [{ Value: "" }])
        {
            result.AddError($"{result.Option.Name} must name a file.");
        }
    }
}
