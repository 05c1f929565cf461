using System.Collections;

namespace DialIn.Benchmarks.Load;

/// <summary>Counts what came back of one run: the packets of the measured frames, each once, and how long they took.</summary>
/// <param name="streams">How many streams.</param>
/// <param name="first">The first frame that is measured.</param>
/// <param name="frames">How many frames are measured.</param>
internal sealed class LoadTally(int streams, int first, int frames)
{
    private const int RtpHeader = 12;
    private const int LateMicroseconds = 20_000;

    private readonly BitArray _seen = new(streams * frames);
    private readonly DelayHistogram _delays = new();
    private readonly DelayHistogram _lateness = new();
    private long _sent;

    public void Sent(int frame, long lateness)
    {
        if (frame >= first && frame < first + frames)
        {
            _sent++;
            _lateness.Add(lateness);
        }
    }

    public void Received(ReadOnlySpan<byte> packet, long arrival)
    {
        if (packet.Length <= RtpHeader || !Stamp.TryRead(packet[RtpHeader..], out var stamp))
        {
            return;
        }

        var frame = stamp.Number - first;
        if (frame < 0 || frame >= frames || (uint)stamp.Stream >= (uint)streams)
        {
            return;
        }

        var place = (stamp.Stream * frames) + frame;
        if (!_seen[place])
        {
            _seen[place] = true;
            _delays.Add(arrival - stamp.Sent);
        }
    }

    public LoadResult Result() => new(
        _sent, _delays.Count, _delays.LongerThan(LateMicroseconds), _delays.Quantile(0.5), _delays.Quantile(0.99), _delays.Quantile(0.999), _delays.Quantile(1), _lateness.Quantile(0.99));
}
