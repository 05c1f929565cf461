using System.Security.Cryptography;

namespace DialIn.Simulator.Carriers;

/// <summary>The nonces of one registrar. Owned by the SIP stack's loop.</summary>
/// <param name="time">Where their age comes from.</param>
/// <param name="lifetime">How long one is good.</param>
internal sealed class NonceBook(TimeProvider time, TimeSpan lifetime)
{
    private readonly Dictionary<string, Entry> _nonces = new(StringComparer.Ordinal);

    /// <summary>A new one.</summary>
    public string Issue()
    {
        foreach (var old in _nonces.Where(pair => IsOld(pair.Value)).Select(pair => pair.Key).ToList())
        {
            _nonces.Remove(old);
        }

        var nonce = RandomNumberGenerator.GetHexString(32, lowercase: true);
        _nonces[nonce] = new Entry(time.GetTimestamp());
        return nonce;
    }

    /// <summary>Uses one up.</summary>
    /// <param name="nonce">What the client sent.</param>
    /// <param name="count">The client's count of its uses; null for a client of RFC 2069, which may use it once.</param>
    /// <returns>False for a nonce that is unknown, too old, or was used with this count before.</returns>
    public bool TryUse(string nonce, uint? count)
    {
        if (!_nonces.TryGetValue(nonce, out var entry) || IsOld(entry) || (count ?? 1) <= entry.Uses)
        {
            return false;
        }

        entry.Uses = count ?? 1;
        return true;
    }

    private bool IsOld(Entry entry) => time.GetElapsedTime(entry.IssuedAt) >= lifetime;

    private sealed class Entry(long issuedAt)
    {
        public long IssuedAt { get; } = issuedAt;

        public uint Uses { get; set; }
    }
}
