using System.Reflection;
using Xunit.v3;

namespace DialIn.EndToEnd.Tests.Peers;

/// <summary>
/// Says that a test, or each test of a class, speaks with programs that others wrote. When it has passed and
/// <c>DIALIN_INTEROP_ROWS</c> names a file, its row of the table in docs/interop.md is appended there: of a theory one row for
/// each of its data.
/// </summary>
/// <param name="transport">Of the SIP between us and them, such as <c>UDP</c>, or the parameter of a theory that names it; for a name server that of DNS.</param>
/// <param name="peers">The programs, by the names in <see cref="PeerVersions"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TriedWithAttribute(string transport, params string[] peers) : BeforeAfterTestAttribute
{
    private static readonly Lock File = new();

    /// <summary>The further parameters that tell the data of a theory apart.</summary>
    public string[] Data { get; init; } = [];

    /// <summary>The row of a test, without the programs, whose versions only a run knows.</summary>
    public string Row(MethodInfo test, object?[] arguments)
    {
        var named = test.GetParameters().Select((parameter, i) => (parameter.Name, Value: $"{arguments[i]}")).ToDictionary(pair => pair.Name!, pair => pair.Value);
        var data = Data.Where(named.ContainsKey).Select(name => $"{name} {named[name]}").ToList();
        return string.Join(
            " | ",
            named.TryGetValue(transport, out var value) ? value.ToUpperInvariant() : transport,
            InteropTable.Words(test) + (data.Count == 0 ? "" : $" ({string.Join(", ", data)})"),
            $"`{InteropTable.Name(test)}` |");
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Environment.GetEnvironmentVariable("DIALIN_INTEROP_ROWS") is { Length: > 0 } file
            && TestContext.Current.TestState is { Result: TestResult.Passed })
        {
            lock (File)
            {
                System.IO.File.AppendAllText(file, $"| {string.Join(", ", peers.Select(PeerVersions.Describe))} | {Row(methodUnderTest, test.TestMethodArguments)}\n");
            }
        }
    }
}
