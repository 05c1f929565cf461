using DialIn.Media.Relay;
using DialIn.Media.Rtp;

namespace DialIn.Media.Tests.Relay;

/// <summary>A rewriter at work, in a time of its own, and the headers that it has made.</summary>
internal sealed class RewriterRun
{
    public static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    private RtpRewriter _stream = new(0xABCD, 100, 5_000);

    public List<OutgoingHeader> Sent { get; } = [];

    public ref RtpRewriter Stream => ref _stream;

    public TimeSpan Now { get; set; } = TimeSpan.FromSeconds(10);

    public void Frames(int count)
    {
        for (var i = 0; i < count; i++)
        {
            Sent.Add(Stream.Frame(Now, startsTalkspurt: false));
            Now += Frame;
        }
    }

    // One character for each packet of 20 ms: a dot arrives, an x is lost.
    public void Relay(SourceStream source, string arrivals)
    {
        foreach (var arrival in arrivals)
        {
            var packet = source.Audio();
            if (arrival == '.')
            {
                TryRelay(packet);
            }

            Now += Frame;
        }
    }

    public bool TryRelay(byte[] datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        if (!Stream.TryRelay(packet, Now, out var header))
        {
            return false;
        }

        Sent.Add(header);
        return true;
    }

    public void Skip(byte[] datagram)
    {
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        Stream.Skip(packet);
    }

    public void AssertContinuous()
    {
        for (var i = 1; i < Sent.Count; i++)
        {
            Assert.Equal((ushort)(Sent[i - 1].SequenceNumber + 1), Sent[i].SequenceNumber);
            Assert.True(unchecked((int)(Sent[i].Timestamp - Sent[i - 1].Timestamp)) > 0, $"header {i}");
            Assert.Equal(Sent[0].Ssrc, Sent[i].Ssrc);
        }
    }
}
