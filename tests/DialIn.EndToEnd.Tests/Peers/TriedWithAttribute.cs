using System.Reflection;
using Xunit.v3;

namespace DialIn.EndToEnd.Tests.Peers;

/// <summary>
/// Says that a test, or each test of a class, speaks with programs that others wrote. When it has passed and
/// <c>DIALIN_INTEROP_ROWS</c> names a file, its row of the table in docs/interop.md is appended there.
/// </summary>
/// <param name="transport">Of the SIP between us and them, such as <c>UDP</c>; for a name server that of DNS.</param>
/// <param name="peers">The programs, by the names in <see cref="PeerVersions"/>.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class TriedWithAttribute(string transport, params string[] peers) : BeforeAfterTestAttribute
{
    private static readonly Lock File = new();

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (Environment.GetEnvironmentVariable("DIALIN_INTEROP_ROWS") is { Length: > 0 } file
            && TestContext.Current.TestState is { Result: TestResult.Passed })
        {
            lock (File)
            {
                System.IO.File.AppendAllText(file, Row(methodUnderTest) + "\n");
            }
        }
    }

    private string Row(MethodInfo test) => string.Join(
        " | ",
        $"| {string.Join(", ", peers.Select(PeerVersions.Describe))}",
        transport,
        InteropTable.Words(test),
        $"`{InteropTable.Name(test)}` |");
}
