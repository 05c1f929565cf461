using System.Reflection;
using Microsoft.Extensions.Configuration;

namespace DialIn.Hosting.Configuration;

/// <summary>
/// Turns a configuration section into an options object by the names and types of its properties. Unlike the stock binder it
/// finds every fault and not only the first, names unknown keys, and lets a list replace its default instead of growing it.
/// </summary>
internal sealed class OptionsReader(FaultList faults)
{
    /// <summary>Reads a section. Whatever is faulty keeps its default.</summary>
    public T Read<T>(IConfigurationSection section)
        where T : new() => (T)ReadSection(typeof(T), section, section.Path);

    private object ReadSection(Type type, IConfigurationSection section, string path)
    {
        var options = Activator.CreateInstance(type)!;
        if (!string.IsNullOrEmpty(section.Value))
        {
            // Not what stands there: it may be the password that belongs into Outgoing, or the key of Secrets.
            faults.Add(path, null, "must be a section { … }");
            return options;
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var child in section.GetChildren())
        {
            var property = Array.Find(properties, p => p.Name.Equals(child.Key, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                faults.Add($"{path}:{child.Key}", null, UnknownKey.Explain(child.Key, properties.Select(static p => p.Name)));
            }
            else if (ReadValue(property.PropertyType, child, $"{path}:{property.Name}") is { } value)
            {
                property.SetValue(options, value);
            }
        }

        return options;
    }

    private object? ReadValue(Type type, IConfigurationSection section, string path)
    {
        if (ScalarTypes.For(type) is { } scalar)
        {
            return ReadScalar(scalar, section, path);
        }

        return type.IsGenericType ? ReadList(type.GetGenericArguments()[0], section, path) : ReadSection(type, section, path);
    }

    private object? ReadScalar(ScalarTypes.Scalar scalar, IConfigurationSection section, string path)
    {
        if (section.GetChildren().Any())
        {
            faults.Add(path, null, $"{scalar.Expected}, and is a list or a section");
            return null;
        }

        // null in the file means: not set.
        if (section.Value is not { } text)
        {
            return null;
        }

        // No name of a file or a host has one, and the platform throws at it.
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            faults.Add(path, null, "must not have a NUL character in it");
            return null;
        }

        var value = scalar.Parse(text);
        if (value is null)
        {
            // It goes to the log, and a user or a query in an address may let somebody in.
            faults.Add(path, ShownValue.WithoutUserAndQuery(text), scalar.Expected);
        }

        return value;
    }

    private Array? ReadList(Type elementType, IConfigurationSection section, string path)
    {
        var children = section.GetChildren().ToList();
        var isScalar = children.Count == 0 && !string.IsNullOrEmpty(section.Value);
        if (isScalar || children.Exists(static child => !child.Key.All(char.IsAsciiDigit)))
        {
            faults.Add(path, ShownValue.WithoutUserAndQuery(section.Value), "must be a list [ … ]");
            return null;
        }

        // An empty list comes as an empty text, null as nothing.
        if (children.Count == 0 && section.Value is null)
        {
            return null;
        }

        var elements = children
            .ConvertAll(child => ReadValue(elementType, child, $"{path}:{child.Key}"))
            .FindAll(static element => element is not null);
        var list = Array.CreateInstance(elementType, elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            list.SetValue(elements[i], i);
        }

        return list;
    }
}
