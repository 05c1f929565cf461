using System.Buffers;
using System.Collections;
using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>
/// The parameters behind a URI, an address or a Via: <c>;name</c> or <c>;name=value</c>, in the order in which they came.
/// Names compare without regard to case. Immutable.
/// </summary>
public sealed class SipParameters : IReadOnlyList<KeyValuePair<string, string?>>, IEquatable<SipParameters>
{
    // Look-ups walk the list, so a bomb of parameters must not get in; no real URI or Via has a dozen.
    private const int MaxCount = 128;

    private static readonly SearchValues<char> NeverBare = SearchValues.Create(" \t\r\n\"<>,");

    private readonly KeyValuePair<string, string?>[] _items;

    private SipParameters(KeyValuePair<string, string?>[] items) => _items = items;

    /// <summary>No parameters.</summary>
    public static SipParameters Empty { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <summary>The parameter at a position; its value as it stands on the wire (quotes included), null if it has none.</summary>
    public KeyValuePair<string, string?> this[int index] => _items[index];

    /// <summary>The value of a parameter, without quotes: empty if it stands without a value, null if it is absent.</summary>
    public string? this[string name]
    {
        get
        {
            var index = IndexOf(name);
            return index < 0 ? null : QuotedText.Unquote(_items[index].Value ?? string.Empty);
        }
    }

    /// <summary>Reads <c>name[=value]*(;name[=value])</c>, with or without a leading semicolon. White space may stand anywhere between.</summary>
    /// <returns>False for an empty name, as in <c>;;</c>, an empty value, an unclosed quote, or more than 128 parameters.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out SipParameters parameters)
    {
        parameters = Empty;
        text = Tokens.Trim(text);
        if (text.IsEmpty)
        {
            return true;
        }

        if (text[0] == ';')
        {
            text = text[1..];
        }

        var items = new List<KeyValuePair<string, string?>>(4);
        while (true)
        {
            var end = QuotedText.IndexOfOutside(text, ';', ';');
            if (end == -2 || items.Count == MaxCount || !TryParseOne(end < 0 ? text : text[..end], out var item))
            {
                return false;
            }

            items.Add(item);
            if (end < 0)
            {
                parameters = new SipParameters([.. items]);
                return true;
            }

            text = text[(end + 1)..];
        }
    }

    /// <summary>Whether the parameter is there, with or without a value.</summary>
    public bool Contains(string name) => IndexOf(name) >= 0;

    /// <summary>The same parameters with this one set, at its old place or at the end.</summary>
    /// <param name="name">A token.</param>
    /// <param name="value">The value, put between quotes if it needs them; null for a parameter without value.</param>
    /// <exception cref="ArgumentException"><paramref name="name"/> is not a token.</exception>
    public SipParameters With(string name, string? value)
    {
        if (!Tokens.IsToken(name))
        {
            throw new ArgumentException("A parameter's name is a token.", nameof(name));
        }

        var item = KeyValuePair.Create(name, value is null || Tokens.IsBareValue(value) ? value : QuotedText.Quote(value));
        var index = IndexOf(name);
        if (index < 0)
        {
            return new SipParameters([.. _items, item]);
        }

        var items = _items.AsSpan().ToArray();
        items[index] = item;
        return new SipParameters(items);
    }

    /// <summary>The same parameters without this one.</summary>
    public SipParameters Without(string name) =>
        IndexOf(name) < 0 ? this : new SipParameters([.. _items.Where(item => !IsName(item.Key, name))]);

    /// <inheritdoc/>
    public bool Equals(SipParameters? other) =>
        other is not null && _items.Length == other._items.Length
        && _items.Zip(other._items).All(pair => IsName(pair.First.Key, pair.Second.Key) && pair.First.Value == pair.Second.Value);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SipParameters);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var item in _items)
        {
            hash.Add(item.Key, StringComparer.OrdinalIgnoreCase);
            hash.Add(item.Value);
        }

        return hash.ToHashCode();
    }

    /// <summary>Writes each parameter with its leading semicolon; nothing if there are none.</summary>
    public override string ToString()
    {
        if (_items.Length == 0)
        {
            return string.Empty;
        }

        var text = new StringBuilder();
        foreach (var (name, value) in _items)
        {
            text.Append(';').Append(name);
            if (value is not null)
            {
                text.Append('=').Append(value);
            }
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string?>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    /// <summary>The value as it stands on the wire, for comparisons that look at escapes.</summary>
    internal string? Raw(string name)
    {
        var index = IndexOf(name);
        return index < 0 ? null : _items[index].Value ?? string.Empty;
    }

    private static bool TryParseOne(ReadOnlySpan<char> text, out KeyValuePair<string, string?> item)
    {
        var equals = text.IndexOf('=');
        var name = Tokens.Trim(equals < 0 ? text : text[..equals]);
        item = default;
        // A URI parameter's name may hold more than a token does: brackets, slashes, colons.
        if (!Tokens.IsBareValue(name))
        {
            return false;
        }

        if (equals < 0)
        {
            item = KeyValuePair.Create<string, string?>(name.ToString(), null);
            return true;
        }

        var value = Tokens.Trim(text[(equals + 1)..]);
        var valid = value.StartsWith('"')
            ? QuotedText.IndexOfEnd(value) == value.Length - 1
            : !value.IsEmpty && !value.ContainsAny(NeverBare);
        item = KeyValuePair.Create<string, string?>(name.ToString(), value.ToString());
        return valid;
    }

    private static bool IsName(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);

    private int IndexOf(string name)
    {
        for (var i = 0; i < _items.Length; i++)
        {
            if (IsName(_items[i].Key, name))
            {
                return i;
            }
        }

        return -1;
    }
}
