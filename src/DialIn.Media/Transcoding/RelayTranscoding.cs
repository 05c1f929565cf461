using DialIn.Media.Codecs;
using DialIn.Media.Rtp;

namespace DialIn.Media.Transcoding;

/// <summary>The transcoder of one outgoing stream, while its codec is another one than that of what is relayed. It begins and ends by itself.</summary>
internal sealed class RelayTranscoding
{
    private Transcoder? _transcoder;
    private TranscodingCounts _before;

    /// <summary>What was counted so far, over all transcoders that there have been.</summary>
    public TranscodingCounts Counts => _transcoder is { } transcoder
        ? new TranscodingCounts(_before.Transcoded + transcoder.Transcoded, _before.Concealed + transcoder.Concealed, _before.Late + transcoder.Late)
        : _before;

    /// <summary>Takes a packet of audio in another codec than that which goes out.</summary>
    public void Push(in RtpPacket packet, AudioCodec from, AudioCodec to, TimeSpan now)
    {
        if (_transcoder?.IsBetween(from, to) != true)
        {
            End();
            _transcoder = new Transcoder(from, to);
        }

        _transcoder.Push(packet, now);
    }

    /// <summary>Gives the next packet that can go out now.</summary>
    public bool TryNext(TimeSpan now, out RtpPacket packet)
    {
        packet = default;
        return _transcoder?.TryNext(now, out packet) == true;
    }

    /// <summary>A packet of the source that is not to be heard is not missing.</summary>
    public void Skip(in RtpPacket packet) => _transcoder?.Skip(packet);

    /// <summary>The source's packets are not given for a while.</summary>
    public void Break() => _transcoder?.Break();

    /// <summary>Both sides speak one codec.</summary>
    public void End()
    {
        if (_transcoder is not null)
        {
            _before = Counts;
            _transcoder = null;
        }
    }
}
