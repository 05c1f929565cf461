namespace DialIn.Simulator.Audio;

/// <summary>Plays clips one after another, a frame at a time. Owned by the media thread.</summary>
internal sealed class ClipPlayer
{
    private readonly Queue<Item> _items = [];
    private int _position;

    /// <summary>True while there is something to play.</summary>
    public bool IsPlaying => _items.Count > 0;

    /// <summary>Puts a clip at the end of the queue.</summary>
    /// <param name="samples">PCM at the rate of the frames that are read.</param>
    /// <param name="played">Completed when the clip's last sample was read, cancelled when it was cut off.</param>
    public void Enqueue(short[] samples, TaskCompletionSource played) => _items.Enqueue(new Item(samples, played));

    /// <summary>Fills a frame; what is missing is silence.</summary>
    public void Read(Span<short> frame)
    {
        while (!frame.IsEmpty && _items.TryPeek(out var item))
        {
            var taken = Math.Min(frame.Length, item.Samples.Length - _position);
            item.Samples.AsSpan(_position, taken).CopyTo(frame);
            frame = frame[taken..];
            _position += taken;
            if (_position == item.Samples.Length)
            {
                _position = 0;
                _items.Dequeue().Played.TrySetResult();
            }
        }

        frame.Clear();
    }

    /// <summary>Cuts off what plays, and everything that waits.</summary>
    public void Stop()
    {
        _position = 0;
        while (_items.TryDequeue(out var item))
        {
            item.Played.TrySetCanceled();
        }
    }

    private sealed record Item(short[] Samples, TaskCompletionSource Played);
}
