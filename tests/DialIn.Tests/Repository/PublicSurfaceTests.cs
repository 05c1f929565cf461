using System.Reflection;
using System.Runtime.CompilerServices;

namespace DialIn.Tests.Repository;

/// <summary>
/// What a project shows to the others is a reviewed file: whoever changes it sees the change in the same commit. All else is internal.
/// </summary>
public class PublicSurfaceTests
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    public static TheoryData<string> Projects() => ["DialIn.Sip", "DialIn.Media", "DialIn.Simulator"];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Surface_IsTheReviewedOne(string project)
    {
        var reviewed = Path.Combine(Checkout.Root, "tests/DialIn.Tests/Repository/Surface", $"{project}.txt");
        var lines = Assembly.Load(project).GetExportedTypes().OrderBy(static type => type.FullName, StringComparer.Ordinal).SelectMany(Lines).ToList();
        var found = Path.Combine(AppContext.BaseDirectory, $"{project}.surface.txt");
        File.WriteAllLines(found, lines);

        string[] before = File.Exists(reviewed) ? File.ReadAllLines(reviewed) : [];
        var changes = lines.Except(before).Select(static line => $"+ {line}").Concat(before.Except(lines).Select(static line => $"- {line}")).ToList();
        Assert.True(
            changes.Count == 0 && lines.SequenceEqual(before),
            $"The public surface of {project} has changed. If that is meant: cp {found} {reviewed}\n{string.Join('\n', changes)}");
    }

    [Fact]
    public void Program_ShowsNothing() => Assert.Empty(typeof(global::DialIn.Calls.LiveCalls).Assembly.GetExportedTypes());

    private static IEnumerable<string> Lines(Type type)
    {
        yield return $"{Kind(type)} {Name(type)}";
        if (type.IsEnum)
        {
            foreach (var value in Enum.GetNames(type))
            {
                yield return $"{Name(type)}.{value} = {Convert.ToInt64(Enum.Parse(type, value))}";
            }

            yield break;
        }

        foreach (var member in type.GetMembers(Declared).Select(member => Line(type, member)).OfType<string>().Order(StringComparer.Ordinal))
        {
            yield return member;
        }
    }

    // What the compiler makes for a record, and accessors beside their property, say nothing new.
    private static string? Line(Type type, MemberInfo member) => member switch
    {
        _ when member.GetCustomAttribute<CompilerGeneratedAttribute>() is not null => null,
        FieldInfo field when IsVisible(field.IsPublic, field.IsFamily, field.IsFamilyOrAssembly) => $"{Name(type)}.{field.Name}: {Name(field.FieldType)}",
        ConstructorInfo made when !made.IsStatic && IsVisible(made.IsPublic, made.IsFamily, made.IsFamilyOrAssembly) => $"{Name(type)}({Parameters(made)})",
        MethodInfo method when IsVisible(method.IsPublic, method.IsFamily, method.IsFamilyOrAssembly) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)) =>
            $"{Name(type)}.{method.Name}({Parameters(method)}): {Name(method.ReturnType)}",
        PropertyInfo property => Line(type, property),
        _ => null,
    };

    private static string? Line(Type type, PropertyInfo property)
    {
        var accessors = new[] { (property.GetMethod, "get"), (property.SetMethod, IsInit(property) ? "init" : "set") }
            .Where(static accessor => accessor.Item1 is { } method && IsVisible(method.IsPublic, method.IsFamily, method.IsFamilyOrAssembly))
            .Select(static accessor => accessor.Item2)
            .ToList();
        return accessors.Count == 0 ? null : $"{Name(type)}.{property.Name} {{ {string.Join(", ", accessors)} }}: {Name(property.PropertyType)}";
    }

    private static bool IsInit(PropertyInfo property) =>
        property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ?? false;

    private static bool IsVisible(bool isPublic, bool isFamily, bool isFamilyOrAssembly) => isPublic || isFamily || isFamilyOrAssembly;

    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(static parameter => $"{Name(parameter.ParameterType)} {parameter.Name}"));

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsAbstract: true } => "abstract class",
        { IsSealed: true } => "sealed class",
        _ => "class",
    };

    private static string Name(Type type)
    {
        if (!type.IsGenericType)
        {
            return (type.FullName ?? type.Name).Replace('+', '.');
        }

        var name = (type.GetGenericTypeDefinition().FullName ?? type.Name).Split('`')[0].Replace('+', '.');
        return $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
