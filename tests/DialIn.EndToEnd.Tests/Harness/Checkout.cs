using System.Runtime.CompilerServices;

namespace DialIn.EndToEnd.Tests.Harness;

/// <summary>The files that the tests are about and that are not built.</summary>
internal static class Checkout
{
    /// <summary>A file or folder of the repository.</summary>
    public static string Path(string name) => System.IO.Path.Combine(Root(), name);

    private static string Root([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "../../.."));
}
