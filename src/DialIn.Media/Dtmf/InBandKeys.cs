using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.Media.Dtmf;

/// <summary>
/// Hears keys in the decoded audio of one RTP stream. What was lost on the way is neither tone nor pause: a lost packet in the middle of
/// a press does not make two of it. It allocates nothing after its creation.
/// </summary>
/// <param name="codec">The codec of the stream.</param>
internal sealed class InBandKeys(AudioCodec codec)
{
    // Longer than that, nobody knows what was in the gap: silence suppression, or a press of its own.
    private const int LongestLoss = 60;

    private readonly KeyToneMeter _meter = new(codec.SampleRate);
    private KeyToneReceiver _receiver;
    private bool _isRunning;
    private uint _ssrc;
    private uint _expected;
    private int _blindSteps;

    /// <summary>Takes a packet's place in the stream, before its audio.</summary>
    /// <returns>False for one that comes late: it is of no use any more.</returns>
    public bool TryFollow(in RtpPacket packet)
    {
        var gap = unchecked((int)(packet.Timestamp - _expected));
        var isSame = _isRunning && packet.Ssrc == _ssrc;
        if (isSame && gap < 0 && gap > -codec.RtpClockRate)
        {
            return false;
        }

        if (isSame && gap > 0 && gap <= LongestLoss * codec.RtpClockRate / 1000)
        {
            _blindSteps = ToneFilters.WindowMilliseconds / ToneFilters.StepMilliseconds;
        }
        else if (!isSame || gap != 0)
        {
            _receiver = default;
        }

        (_isRunning, _ssrc, _expected) = (true, packet.Ssrc, unchecked(packet.Timestamp + (uint)packet.Payload.Length));
        return true;
    }

    /// <summary>Takes audio of the packet that was followed last.</summary>
    /// <returns>The key that turned out to be pressed, once for each press.</returns>
    public char? Listen(ReadOnlySpan<short> pcm)
    {
        char? pressed = null;
        for (; pcm.Length >= _meter.Step; pcm = pcm[_meter.Step..])
        {
            var seen = _meter.Look(pcm[.._meter.Step]);
            if (seen is null && _blindSteps > 0)
            {
                // The window holds the seam of a loss.
                _blindSteps--;
                continue;
            }

            _blindSteps = Math.Max(0, _blindSteps - 1);
            pressed = _receiver.Next(seen) ?? pressed;
        }

        return pressed;
    }
}
