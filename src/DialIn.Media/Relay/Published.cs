namespace DialIn.Media.Relay;

/// <summary>
/// A value that one thread writes and others read whole, without a lock and without allocation: whoever reads while it is written
/// reads again.
/// </summary>
internal sealed class Published<T>
    where T : struct
{
    private T _value;
    private int _version;

    /// <summary>The value. Written by one thread alone.</summary>
    public T Value
    {
        get
        {
            var spin = default(SpinWait);
            while (true)
            {
                var version = Volatile.Read(ref _version);
                var value = _value;
                Interlocked.MemoryBarrier();
                if ((version & 1) == 0 && version == Volatile.Read(ref _version))
                {
                    return value;
                }

                spin.SpinOnce();
            }
        }

        set
        {
            Volatile.Write(ref _version, _version + 1);
            Interlocked.MemoryBarrier();
            _value = value;
            Volatile.Write(ref _version, _version + 1);
        }
    }
}
