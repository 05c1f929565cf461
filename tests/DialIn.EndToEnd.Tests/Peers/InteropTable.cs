using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace DialIn.EndToEnd.Tests.Peers;

/// <summary>The table of docs/interop.md and the tests that it has to name.</summary>
internal static partial class InteropTable
{
    /// <summary>How a test is called in the table.</summary>
    public static string Name(MethodInfo test) => $"{test.DeclaringType!.Name}.{test.Name}";

    /// <summary>What a test does, from its name: <c>Refer_IsDeclined</c> is <c>Refer, is declined</c>.</summary>
    public static string Words(MethodInfo test) => WordStart().Replace(test.Name.Replace("_", ", ", StringComparison.Ordinal), static word => $" {word.Value.ToLowerInvariant()}").Replace(",  ", ", ", StringComparison.Ordinal);

    /// <summary>The tests with an <see cref="TriedWithAttribute"/>.</summary>
    public static IEnumerable<string> Tests() =>
        from type in typeof(InteropTable).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        where method.IsDefined(typeof(FactAttribute)) && (method.IsDefined(typeof(TriedWithAttribute)) || type.IsDefined(typeof(TriedWithAttribute)))
        select Name(method);

    /// <summary>What the committed table names.</summary>
    public static IEnumerable<string> Named() => File.ReadLines(Document())
        .Where(static line => line.EndsWith("` |", StringComparison.Ordinal))
        .Select(static line => line.Split('`')[^2]);

    [GeneratedRegex("(?<=[a-z0-9 ])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])|(?<=[a-z])[0-9](?=[0-9])")]
    private static partial Regex WordStart();

    private static string Document([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "../../../docs/interop.md"));
}
