namespace DialIn.Simulator.Audio;

/// <summary>PCM samples waiting to be played, first in first out.</summary>
internal sealed class SampleQueue
{
    private short[] _samples = new short[1024];
    private int _start;

    /// <summary>Samples waiting.</summary>
    public int Count { get; private set; }

    /// <summary>Adds room for samples at the end, to be filled by the caller.</summary>
    public Span<short> Append(int count)
    {
        if (_start + Count + count > _samples.Length)
        {
            var target = Count + count > _samples.Length ? new short[2 * (Count + count)] : _samples;
            Array.Copy(_samples, _start, target, 0, Count);
            (_samples, _start) = (target, 0);
        }

        var room = _samples.AsSpan(_start + Count, count);
        Count += count;
        return room;
    }

    /// <summary>Takes back the last samples added.</summary>
    public void TrimEnd(int count) => Count -= Math.Min(count, Count);

    /// <summary>Fills a frame from the front; what is missing is silence.</summary>
    public void Read(Span<short> frame)
    {
        var taken = Math.Min(frame.Length, Count);
        _samples.AsSpan(_start, taken).CopyTo(frame);
        frame[taken..].Clear();
        _start += taken;
        Count -= taken;
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => (_start, Count) = (0, 0);
}
