namespace DialIn.Sip.Authentication;

/// <summary>The nonces that were answered lately: how often, with which password, and with which passwords in vain.</summary>
internal sealed class NonceMemory
{
    // Registrars give a new nonce now and then; old ones need no memory.
    private const int MaxRemembered = 64;

    private readonly Dictionary<string, Entry> _entries = [];
    private readonly Queue<string> _order = new();

    /// <summary>Counts one more use, and gives the count.</summary>
    public uint Use(string nonce, string password)
    {
        var entry = Remember(nonce);
        entry.Password = password;
        return ++entry.Uses;
    }

    /// <summary>The password that this nonce was last answered with; <c>null</c> if it was not, or long ago.</summary>
    public string? PasswordOf(string nonce) => _entries.GetValueOrDefault(nonce)?.Password;

    /// <summary>This password was refused with this nonce.</summary>
    public void Refuse(string nonce, string password) => Remember(nonce).Refused.Add(password);

    /// <summary>Was it?</summary>
    public bool IsRefused(string nonce, string password) => _entries.GetValueOrDefault(nonce)?.Refused.Contains(password) ?? false;

    private Entry Remember(string nonce)
    {
        if (!_entries.TryGetValue(nonce, out var entry))
        {
            _entries[nonce] = entry = new Entry();
            _order.Enqueue(nonce);
            if (_order.Count > MaxRemembered)
            {
                _entries.Remove(_order.Dequeue());
            }
        }

        return entry;
    }

    private sealed class Entry
    {
        public uint Uses { get; set; }

        public string? Password { get; set; }

        public HashSet<string> Refused { get; } = [];
    }
}
