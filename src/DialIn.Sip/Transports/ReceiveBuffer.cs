using System.Buffers;

namespace DialIn.Sip.Transports;

/// <summary>What a connection has received and not yet understood. It grows only as far as the framer lets a message grow.</summary>
internal sealed class ReceiveBuffer
{
    // One message with a session description fits; a silent connection costs no more.
    private const int InitialBytes = 4096;

    private byte[] _bytes = new byte[InitialBytes];
    private int _start;
    private int _end;

    /// <summary>What waits to be understood.</summary>
    public ReadOnlySequence<byte> Pending => new(_bytes, _start, _end - _start);

    /// <summary>Room for the next read, never empty.</summary>
    public Memory<byte> Free()
    {
        if (_start == _end)
        {
            _start = _end = 0;
            _bytes = _bytes.Length > 4 * InitialBytes ? new byte[InitialBytes] : _bytes;
        }
        else if (_end == _bytes.Length)
        {
            var target = _start == 0 ? new byte[_bytes.Length * 2] : _bytes;
            _bytes.AsSpan(_start, _end - _start).CopyTo(target);
            _bytes = target;
            _end -= _start;
            _start = 0;
        }

        return _bytes.AsMemory(_end);
    }

    /// <summary>Adds what was read into <see cref="Free"/>.</summary>
    public void Add(int count) => _end += count;

    /// <summary>Keeps only the last bytes.</summary>
    public void Keep(long count) => _start = _end - (int)count;
}
