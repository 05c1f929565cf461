using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.Media.Dtmf;

/// <summary>
/// Hears in the decoded audio of one RTP stream that a fax machine calls. Time is that of the stream: a pause that is not sent, as with
/// silence suppression, is a pause all the same. It allocates nothing after its creation.
/// </summary>
/// <param name="codec">The codec of the stream.</param>
internal sealed class CallingTone(AudioCodec codec)
{
    // Longer than that it is no loss, but a silence that was not sent.
    private const int LongestLoss = 100;

    // Longer than any pause of the tone: nothing from before counts.
    private const int LongestSilence = 4000;

    private readonly CallingToneMeter _meter = new(codec.SampleRate);
    private CallingToneReceiver _receiver;
    private bool _isRunning;
    private uint _ssrc;
    private uint _expected;
    private int _blindLooks;

    /// <summary>Takes a packet's place in the stream, before its audio.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="isHeard">Whether what was lost before it settles that a fax machine calls.</param>
    /// <returns>False for one that comes late: it is of no use any more.</returns>
    public bool TryFollow(in RtpPacket packet, out bool isHeard)
    {
        isHeard = false;
        var gap = unchecked((int)(packet.Timestamp - _expected));
        var isSame = _isRunning && packet.Ssrc == _ssrc;
        if (isSame && gap < 0 && gap > -codec.RtpClockRate)
        {
            return false;
        }

        var milliseconds = gap / (codec.RtpClockRate / 1000);
        if (!isSame || gap < 0 || milliseconds > LongestSilence)
        {
            _receiver = default;
        }
        else if (milliseconds > 0)
        {
            // The window holds the seam for its own length.
            _blindLooks = ToneFilters.WindowMilliseconds / ToneFilters.StepMilliseconds;
            bool? isTone = milliseconds <= LongestLoss ? null : false;
            for (var look = 0; look < milliseconds / ToneFilters.StepMilliseconds; look++)
            {
                isHeard |= _receiver.Next(isTone);
            }
        }

        (_isRunning, _ssrc, _expected) = (true, packet.Ssrc, unchecked(packet.Timestamp + (uint)packet.Payload.Length));
        return true;
    }

    /// <summary>Takes audio of the packet that was followed last.</summary>
    /// <returns>True when it turned out that a fax machine calls.</returns>
    public bool Listen(ReadOnlySpan<short> pcm)
    {
        var isHeard = false;
        for (; pcm.Length >= _meter.Step; pcm = pcm[_meter.Step..])
        {
            var isTone = _meter.Look(pcm[.._meter.Step]);
            isHeard |= _receiver.Next(isTone || _blindLooks == 0 ? isTone : null);
            _blindLooks = Math.Max(0, _blindLooks - 1);
        }

        return isHeard;
    }
}
