using System.Text;
using DialIn.Media.Relay;
using DialIn.Media.Rtcp;

namespace DialIn.Media.Tests.Relay;

/// <summary>An RTCP compound that went out, as the peer that sends the stream 1111 reads it.</summary>
internal sealed record SentReport(RtcpDigest Digest, string Types, string Name, SocketPeer To, bool IsMux)
{
    private const int NameOffset = 6;

    public uint Ssrc => Digest.Sender!.Value;

    public SenderInfo Sent => Digest.SenderInfo!.Value;

    public ReportBlock Received => Digest.OfOurs!.Value;

    /// <summary>What no peer without the key can read.</summary>
    public static SentReport Encrypted(ReadOnlySpan<byte> datagram, in SocketPeer to) => new(default, Convert.ToHexString(datagram), "", to, IsMux: false);

    public static SentReport Read(ReadOnlySpan<byte> datagram, in SocketPeer to, bool isMux)
    {
        Assert.True(RtcpCompound.TryParse(datagram, isReducedSize: false, out var compound));
        var (types, name) = (new List<string>(), "");
        foreach (var packet in compound)
        {
            types.Add(packet.Type.ToString());
            name = packet.Type == RtcpPacketType.SourceDescription ? Encoding.ASCII.GetString(packet.Body.Slice(NameOffset, packet.Body[5])) : name;
        }

        return new SentReport(RtcpDigest.Read(compound, 0x1111), string.Join(' ', types), name, to, isMux);
    }
}
