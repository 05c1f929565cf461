using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace DialIn.Benchmarks.Calls;

/// <summary>The session descriptions of the benchmark's own ends: G.711 A and telephone-event on the loopback address.</summary>
internal static partial class AudioDescription
{
    /// <summary>One that asks for audio to be sent to a port.</summary>
    public static byte[] Write(int port) => Encoding.ASCII.GetBytes(
        $"v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio {port} RTP/AVP 8 101\r\na=rtpmap:101 telephone-event/8000\r\na=sendrecv\r\n");

    /// <summary>Where the peer that wrote one wants audio sent to.</summary>
    public static IPEndPoint RemoteOf(ReadOnlySpan<byte> description) =>
        new(IPAddress.Loopback, int.Parse(AudioPort().Match(Encoding.ASCII.GetString(description)).Groups[1].ValueSpan, CultureInfo.InvariantCulture));

    [GeneratedRegex(@"m=audio (\d+) ")]
    private static partial Regex AudioPort();
}
