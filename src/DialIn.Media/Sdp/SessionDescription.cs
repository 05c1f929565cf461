using System.Diagnostics.CodeAnalysis;

namespace DialIn.Media.Sdp;

/// <summary>
/// A session description (SDP, RFC 8866): what SIP carries as a body of type <c>application/sdp</c>. Immutable. Lines that the
/// bridge has no use for are dropped in parsing.
/// </summary>
public sealed record SessionDescription
{
    /// <summary>The media type of a SIP body that holds one.</summary>
    public const string ContentType = "application/sdp";

    /// <summary>The <c>o=</c> line.</summary>
    public required Origin Origin { get; init; }

    /// <summary>The <c>s=</c> line; <c>-</c> where the session has no name.</summary>
    public string SessionName { get; init; } = "-";

    /// <summary>The session's <c>c=</c> line, or null when each media has its own.</summary>
    public ConnectionData? Connection { get; init; }

    /// <summary>The value of the first <c>t=</c> line. RFC 3264 §5 wants <c>0 0</c>, and an answer repeats the offer's.</summary>
    public string Timing { get; init; } = "0 0";

    /// <summary>The attributes of the whole session, in order.</summary>
    public IReadOnlyList<SdpAttribute> Attributes { get; init; } = [];

    /// <summary>The media, in the order that offer and answer share.</summary>
    public IReadOnlyList<MediaDescription> Media { get; init; } = [];

    /// <summary>Reads a body from the network. Never throws.</summary>
    /// <param name="bytes">The body, with CRLF or LF at the line ends.</param>
    /// <param name="description">The description when the result is true.</param>
    /// <param name="error">What is wrong and where when the result is false.</param>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SessionDescription? description, out SdpParseError error) =>
        new SdpParser(bytes).TryParse(out description, out error);

    /// <summary>The body as it goes on the wire, with CRLF line ends. Control characters in names and values are left out.</summary>
    public byte[] ToBytes() => SdpWriter.Write(this);

    /// <summary>Which way a media flows, as seen by who wrote this description: its own attribute, else the session's, else both ways.</summary>
    public Direction DirectionOf(MediaDescription media) =>
        DirectionAttribute.Find(media.Attributes) ?? DirectionAttribute.Find(Attributes) ?? Direction.SendReceive;

    /// <summary>Where a media goes: its own <c>c=</c> line, else the session's, else null. RFC 8866 §5.7.</summary>
    public ConnectionData? ConnectionOf(MediaDescription media) => media.Connection ?? Connection;
}
