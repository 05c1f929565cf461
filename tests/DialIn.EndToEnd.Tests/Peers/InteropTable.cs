using System.Reflection;
using System.Text.RegularExpressions;
using DialIn.EndToEnd.Tests.Harness;

namespace DialIn.EndToEnd.Tests.Peers;

/// <summary>The table of docs/interop.md and the tests that it has to name.</summary>
internal static partial class InteropTable
{
    /// <summary>How a test is called in the table.</summary>
    public static string Name(MethodInfo test) => $"{test.DeclaringType!.Name}.{test.Name}";

    /// <summary>What a test does, from its name: <c>Refer_IsDeclined</c> is <c>Refer, is declined</c>.</summary>
    public static string Words(MethodInfo test) => WordStart().Replace(test.Name.Replace("_", ", ", StringComparison.Ordinal), static word => $" {word.Value.ToLowerInvariant()}").Replace(",  ", ", ", StringComparison.Ordinal);

    /// <summary>The rows of the tests with an <see cref="TriedWithAttribute"/>, without the programs.</summary>
    public static IEnumerable<string> Rows() =>
        from type in typeof(InteropTable).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        let tried = method.GetCustomAttribute<TriedWithAttribute>() ?? type.GetCustomAttribute<TriedWithAttribute>()
        where tried is not null && method.IsDefined(typeof(FactAttribute))
        from arguments in Arguments(method)
        select tried.Row(method, arguments);

    /// <summary>The rows of the committed table, without the programs.</summary>
    public static IEnumerable<string> Written() => File.ReadLines(Document())
        .Where(static line => line.EndsWith("` |", StringComparison.Ordinal))
        .Select(static line => line.Split(" | ", 2)[1]);

    private static IEnumerable<object?[]> Arguments(MethodInfo test) =>
        test.GetParameters().Length == 0 ? [[]] : test.GetCustomAttributes<InlineDataAttribute>().Select(static row => row.Data);

    [GeneratedRegex("(?<=[a-z0-9 ])[A-Z]|(?<=[A-Z])[A-Z](?=[a-z])|(?<=[a-z])[0-9](?=[0-9])")]
    private static partial Regex WordStart();

    private static string Document() => Checkout.Path("docs/interop.md");
}
