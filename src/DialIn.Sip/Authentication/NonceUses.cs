namespace DialIn.Sip.Authentication;

/// <summary>
/// Which counts of which nonces were used, so that no proof counts twice, RFC 7616 §3.4. Counts may come in another order, by as much as
/// a window. Bounded: when there are too many nonces the oldest is forgotten, and from then on all nonces of its age that are
/// not remembered are refused. For one thread.
/// </summary>
/// <param name="capacity">Nonces remembered at once.</param>
internal sealed class NonceUses(int capacity)
{
    // Requests that a carrier sends side by side with one nonce, and the network may reorder.
    private const int Window = 64;

    private readonly Dictionary<DigestNonce, Counts> _counts = [];
    private readonly PriorityQueue<DigestNonce, long> _oldest = new();
    private long _refusedUpTo = long.MinValue;

    /// <summary>How many nonces are remembered.</summary>
    public int Remembered => _counts.Count;

    /// <summary>Uses a count of a nonce up; false if it was used before, or might have been.</summary>
    public bool TryUse(DigestNonce nonce, uint count)
    {
        if (!_counts.TryGetValue(nonce, out var counts))
        {
            if (nonce.IssuedAt <= _refusedUpTo)
            {
                return false;
            }

            if (_counts.Count >= capacity)
            {
                Forget(_oldest.Dequeue());
                if (nonce.IssuedAt <= _refusedUpTo)
                {
                    return false;
                }
            }

            counts = new Counts();
            _counts.Add(nonce, counts);
            _oldest.Enqueue(nonce, nonce.IssuedAt);
        }

        return counts.TryUse(count);
    }

    /// <summary>Forgets all nonces issued up to a moment: they are too old to be shown again.</summary>
    public void ForgetUpTo(long issuedAt)
    {
        while (_oldest.TryPeek(out var nonce, out var age) && age <= issuedAt)
        {
            _oldest.Dequeue();
            Forget(nonce);
        }
    }

    private void Forget(DigestNonce nonce)
    {
        _counts.Remove(nonce);
        _refusedUpTo = Math.Max(_refusedUpTo, nonce.IssuedAt);
    }

    private sealed class Counts
    {
        private uint _highest;

        // Bit n: the count n below the highest was used.
        private ulong _used;

        public bool TryUse(uint count)
        {
            if (count > _highest)
            {
                var ahead = count - _highest;
                _used = (ahead >= Window ? 0 : _used << (int)ahead) | 1;
                _highest = count;
                return true;
            }

            var behind = _highest - count;
            if (behind >= Window || (_used & (1UL << (int)behind)) != 0)
            {
                return false;
            }

            _used |= 1UL << (int)behind;
            return true;
        }
    }
}
