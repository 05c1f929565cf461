using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace DialIn.Media.Sdp;

/// <summary>Where a peer takes RTP and RTCP.</summary>
/// <param name="Rtp">The address is Any while the peer holds with <c>c=0.0.0.0</c>.</param>
/// <param name="Rtcp">The port above, unless <c>a=rtcp</c> says otherwise.</param>
internal sealed record MediaTarget(IPEndPoint Rtp, IPEndPoint Rtcp)
{
    /// <summary>RFC 3264 §8.4: the null address says that the peer takes no media at all.</summary>
    public bool IsNull => Rtp.Address.Equals(IPAddress.Any) || Rtp.Address.Equals(IPAddress.IPv6Any);

    /// <summary>The target of a media with a port other than 0, or null when it has no address that a socket of ours could send to.</summary>
    public static MediaTarget? Find(SessionDescription description, MediaDescription media, AddressFamily family)
    {
        if (description.ConnectionOf(media) is not { Address: { } address } connection || !connection.IsUnicast || address.AddressFamily != family)
        {
            return null;
        }

        // No port lies above the last one; RTCP then has nowhere better to go.
        var above = new IPEndPoint(address, Math.Min(media.Port + 1, IPEndPoint.MaxPort));
        return new MediaTarget(new IPEndPoint(address, media.Port), RtcpOf(media.Attribute("rtcp"), above));
    }

    // RFC 3605 §2.1: a port, and optionally network type, address type and address.
    private static IPEndPoint RtcpOf(string? value, IPEndPoint above)
    {
        var fields = value?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length == 0 || !ushort.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return above;
        }

        var connection = fields.Length >= 4 ? ConnectionData.Parse(fields[3]) : null;
        return connection is { IsUnicast: true, Address: { } address } && address.AddressFamily == above.AddressFamily
            ? new IPEndPoint(address, port)
            : new IPEndPoint(above.Address, port);
    }
}
