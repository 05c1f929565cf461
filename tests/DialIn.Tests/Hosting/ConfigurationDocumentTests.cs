using System.Collections;
using System.Globalization;
using System.Reflection;
using DialIn.Hosting.Configuration;
using DialIn.Tests.Repository;

namespace DialIn.Tests.Hosting;

/// <summary>docs/configuration.md and the option classes say the same.</summary>
public class ConfigurationDocumentTests
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Checkout.Root, "docs/configuration.md"));

    [Fact]
    public void Tables_HaveExactlyTheOptionsWithTypeAndDefault()
    {
        var expected = Options(typeof(DialInOptions), "").Order(StringComparer.Ordinal).ToList();

        var documented = Rows().Select(static cells => $"{cells[0]} | {cells[1]} | {cells[2]}").Order(StringComparer.Ordinal).ToList();

        Assert.Empty(expected.Except(documented));
        Assert.Empty(documented.Except(expected));
        Assert.Equal(expected.Count, documented.Count);
    }

    [Fact]
    public void Tables_EveryOption_IsExplained() =>
        Assert.All(Rows(), static cells => Assert.True(cells[3].Length > 20 && cells[3].EndsWith('.'), $"{cells[0]} is not explained"));

    [Fact]
    public void Example_IsTheDocumentedConfiguration()
    {
        var start = Document.IndexOf("```jsonc\n", StringComparison.Ordinal) + "```jsonc\n".Length;
        var example = Document[start..Document.IndexOf("\n```", start, StringComparison.Ordinal)];
        Assert.Equal(Settings.Documented, example);
    }

    // | key | type | default | meaning |
    private static IEnumerable<string[]> Rows() => Document.Split('\n')
        .Where(static line => line.StartsWith("| `", StringComparison.Ordinal))
        .Select(static line => line.Trim('|').Split('|').Select(static cell => cell.Trim()).ToArray());

    private static IEnumerable<string> Options(Type section, string prefix)
    {
        var defaults = Activator.CreateInstance(section)!;
        foreach (var property in section.GetProperties())
        {
            var type = property.PropertyType;
            var element = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) ? type.GetGenericArguments()[0] : null;
            if (element is not null && ScalarTypes.For(element) is null)
            {
                foreach (var option in Options(element, $"{prefix}{property.Name}[]."))
                {
                    yield return option;
                }
            }
            else if (element is null && ScalarTypes.For(type) is null)
            {
                foreach (var option in Options(type, $"{prefix}{property.Name}:"))
                {
                    yield return option;
                }
            }
            else
            {
                var name = element is null ? ScalarTypes.For(type)!.Name : $"list of {ScalarTypes.For(element)!.Name}";
                yield return $"`{prefix}{property.Name}` | {name} | {Default(property, defaults)}";
            }
        }
    }

    private static string Default(PropertyInfo property, object section) => property.GetValue(section) switch
    {
        null => "unset",
        "" => "required",
        bool flag => flag ? "`true`" : "`false`",
        string text => $"`{text}`",
        TimeSpan duration => $"`{Duration.Format(duration)}`",
        IEnumerable list => string.Join(", ", list.Cast<object>().Select(static e => $"`{e}`")) is { Length: > 0 } elements ? elements : "empty",
        var value => $"`{Convert.ToString(value, CultureInfo.InvariantCulture)}`",
    };
}
