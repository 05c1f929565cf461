using System.Net;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>
/// A query string or form body that is not decoded and encoded again: what was not changed is the same, byte for byte, since
/// the checksum is made from the bytes.
/// </summary>
internal sealed class RawQuery
{
    private readonly IReadOnlyList<string> _parts;

    private RawQuery(IReadOnlyList<string> parts) => _parts = parts;

    /// <summary>Nothing at all.</summary>
    public static RawQuery Empty { get; } = new([]);

    /// <summary>The names and values as a server reads them, in the order sent.</summary>
    public IEnumerable<(string Name, string Value)> Parameters => _parts.Where(static part => part.Length > 0).Select(Read);

    /// <summary>The decoded value of the first parameter with this name; <see langword="null"/> without one. BBB is case-sensitive here.</summary>
    public string? this[string name] =>
        Parameters.Where(parameter => parameter.Name == name).Select(static parameter => parameter.Value).FirstOrDefault();

    /// <summary>Takes a query string without its question mark, or a form body.</summary>
    public static RawQuery Of(string text) => text.Length == 0 ? Empty : new(text.Split('&'));

    /// <summary>The same with one value changed in its place, or added at the end.</summary>
    public RawQuery With(string name, string value)
    {
        var parts = _parts.ToList();
        var at = parts.FindIndex(part => Read(part).Name == name);
        // %20 and not +: every decoder takes it alike.
        var part = $"{(at < 0 ? Uri.EscapeDataString(name) : NameOf(parts[at]))}={Uri.EscapeDataString(value)}";
        if (at < 0)
        {
            parts.Add(part);
        }
        else
        {
            parts[at] = part;
        }

        return new RawQuery(parts);
    }

    /// <summary>The same without any parameter of this name.</summary>
    public RawQuery Without(string name) => new([.. _parts.Where(part => Read(part).Name != name)]);

    /// <summary>The text, as it is sent.</summary>
    public override string ToString() => string.Join('&', _parts);

    private static (string Name, string Value) Read(string part)
    {
        var name = NameOf(part);
        return (WebUtility.UrlDecode(name), name.Length == part.Length ? "" : WebUtility.UrlDecode(part[(name.Length + 1)..]));
    }

    private static string NameOf(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0 ? part : part[..equals];
    }
}
