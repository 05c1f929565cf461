using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.Media.Relay;

/// <summary>
/// Notices that a stream goes on from another address, as it does when a mobile caller changes the cell and the carrier its
/// gateway. Whoever takes a stream over must know it: the old source has fallen silent, and the new one goes on with the same
/// SSRC, the next sequence numbers and the timestamps that belong to them, over several packets. Who does not see the stream
/// would have to guess 2^32 SSRCs, and then sequence number and timestamp as well. A plain value: a copy is a snapshot.
/// </summary>
internal record struct SourceHandover
{
    // A hand-over takes longer; the gaps of a bad network are shorter.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(500);

    // How far timestamps may be from the time that has passed: the jitter of both ways and a little more.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(1);

    // A flood with counting sequence numbers is over in less.
    private static readonly TimeSpan Spread = TimeSpan.FromMilliseconds(40);

    // Five seconds of packets may be lost on the way.
    private const int MostSteps = 250;

    private bool _isKnown;
    private uint _ssrc;
    private ushort _sequence;
    private uint _timestamp;
    private TimeSpan _at;
    private SourceProbation _probation;

    /// <summary>The source was heard.</summary>
    public void Heard(in RtpPacket packet, TimeSpan now)
    {
        if (!_isKnown || packet.Ssrc != _ssrc || unchecked((short)(packet.SequenceNumber - _sequence)) is > 0 or < -SequenceTracker.MaxMisorder)
        {
            (_isKnown, _ssrc, _sequence, _timestamp) = (true, packet.Ssrc, packet.SequenceNumber, packet.Timestamp);
        }

        _at = now;
    }

    /// <summary>Whether the stream may go on elsewhere now: its source is silent.</summary>
    public readonly bool IsDue(TimeSpan now) => _isKnown && now - _at >= Silence;

    /// <summary>Judges a packet from elsewhere.</summary>
    /// <returns>Whether the stream goes on there from this packet on.</returns>
    public bool Passes(in SocketPeer from, in RtpPacket packet, TimeSpan now) =>
        Continues(packet, now) && _probation.Passes(from, packet.Ssrc, packet.SequenceNumber, now, Spread);

    private readonly bool Continues(in RtpPacket packet, TimeSpan now)
    {
        var passed = now - _at;
        if (!_isKnown || packet.Ssrc != _ssrc || passed < Silence || (ushort)(packet.SequenceNumber - _sequence) is 0 or > MostSteps)
        {
            return false;
        }

        var advance = TimeSpan.FromSeconds((double)unchecked((int)(packet.Timestamp - _timestamp)) / AudioCodec.Pcma.RtpClockRate);
        return (advance - passed).Duration() <= Tolerance;
    }
}
