using System.Collections;

namespace DialIn.Sip.Messages;

/// <summary>
/// The headers of a message in the order in which they came. Names are canonical and compare without regard to case.
/// Immutable: every change gives a new object.
/// </summary>
public sealed class SipHeaders : IReadOnlyList<SipHeader>
{
    private readonly SipHeader[] _items;

    internal SipHeaders(SipHeader[] items) => _items = items;

    /// <summary>No headers.</summary>
    public static SipHeaders Empty { get; } = new([]);

    /// <summary>The number of header lines.</summary>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public SipHeader this[int index] => _items[index];

    /// <summary>The value of the first line with this name, or null. A list is not taken apart.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var item in _items)
            {
                if (IsName(item.Name, name))
                {
                    return item.Value;
                }
            }

            return null;
        }
    }

    /// <summary>Every value with this name, in order; a list header's lines are cut at their commas.</summary>
    public IReadOnlyList<string> GetAll(string name)
    {
        List<string>? values = null;
        var isList = HeaderNames.IsList(name);
        foreach (var item in _items)
        {
            if (!IsName(item.Name, name))
            {
                continue;
            }

            values ??= [];
            if (isList)
            {
                ValueLists.Split(item.Value, values);
            }
            else
            {
                values.Add(item.Value);
            }
        }

        return values is null ? [] : values;
    }

    /// <summary>Whether a line with this name is there.</summary>
    public bool Contains(string name) => this[name] is not null;

    /// <summary>How many lines have this name.</summary>
    public int CountOf(string name)
    {
        var count = 0;
        foreach (var item in _items)
        {
            count += IsName(item.Name, name) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The headers with exactly one line of this name, at the place of the first old one or at the end.</summary>
    /// <exception cref="ArgumentException">The name is not a token, or the value holds a line end.</exception>
    public SipHeaders With(string name, string value)
    {
        var added = Checked(name, value);
        var items = new List<SipHeader>(_items.Length + 1);
        var placed = false;
        foreach (var item in _items)
        {
            if (!IsName(item.Name, added.Name))
            {
                items.Add(item);
            }
            else if (!placed)
            {
                items.Add(added);
                placed = true;
            }
        }

        if (!placed)
        {
            items.Add(added);
        }

        return new SipHeaders([.. items]);
    }

    /// <summary>The headers with one more line at the end.</summary>
    /// <exception cref="ArgumentException">The name is not a token, or the value holds a line end.</exception>
    public SipHeaders WithAdded(string name, string value) => new([.. _items, Checked(name, value)]);

    /// <summary>The headers followed by all of the others.</summary>
    public SipHeaders WithAdded(SipHeaders others) => others.Count == 0 ? this : new([.. _items, .. others._items]);

    /// <summary>The headers with one more line in front.</summary>
    /// <exception cref="ArgumentException">The name is not a token, or the value holds a line end.</exception>
    public SipHeaders WithPrepended(string name, string value) => new([Checked(name, value), .. _items]);

    /// <summary>The headers without any line of this name.</summary>
    public SipHeaders Without(string name) => Contains(name) ? new([.. _items.Where(item => !IsName(item.Name, name))]) : this;

    /// <inheritdoc/>
    public IEnumerator<SipHeader> GetEnumerator() => ((IEnumerable<SipHeader>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();

    private static SipHeader Checked(string name, string value)
    {
        if (!Tokens.IsToken(name))
        {
            throw new ArgumentException("A header's name is a token.", nameof(name));
        }

        // A line end in a value would let whoever supplied it write headers of their own.
        return Tokens.HasLineEnd(value)
            ? throw new ArgumentException("A header's value holds no line end.", nameof(value))
            : new SipHeader(HeaderNames.Canonical(name), value);
    }

    private static bool IsName(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
