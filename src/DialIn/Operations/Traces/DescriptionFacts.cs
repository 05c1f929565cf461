using System.Globalization;
using DialIn.Media.Sdp;
using DialIn.Sip.Messages;

namespace DialIn.Operations.Traces;

/// <summary>What a message's session description says, in one line. Nothing of it is secret: no key, no name.</summary>
internal static class DescriptionFacts
{
    // A description may list dozens of formats; a ladder is for a look.
    private const int MostFormats = 8;

    /// <summary>Such as <c>audio 192.0.2.1:4000 RTP/AVP PCMA telephone-event</c>; null where there is no description.</summary>
    public static string? Of(SipMessage message)
    {
        if (message.Body.IsEmpty
            || message.ContentType?.StartsWith(SessionDescription.ContentType, StringComparison.OrdinalIgnoreCase) is not true
            || !SessionDescription.TryParse(message.Body.Span, out var description, out _))
        {
            return null;
        }

        return string.Join("; ", description.Media.Take(2).Select(media => Of(description, media)));
    }

    private static string Of(SessionDescription description, MediaDescription media)
    {
        var direction = description.DirectionOf(media) switch
        {
            Direction.SendOnly => " sendonly",
            Direction.ReceiveOnly => " recvonly",
            Direction.Inactive => " inactive",
            _ => "",
        };
        var formats = media.Formats.Take(MostFormats).Select(format => NameOf(media, format));
        return string.Create(CultureInfo.InvariantCulture, $"{media.Kind} {description.ConnectionOf(media)?.Address}:{media.Port} {media.Protocol} {string.Join(' ', formats)}{direction}");
    }

    // RFC 3551 §6: these need no rtpmap.
    private static string NameOf(MediaDescription media, string format)
    {
        foreach (var attribute in media.Attributes)
        {
            if (attribute.Name == "rtpmap" && attribute.Value is { } value && value.StartsWith($"{format} ", StringComparison.Ordinal))
            {
                return value[(format.Length + 1)..].Split('/')[0];
            }
        }

        return format switch
        {
            "0" => "PCMU",
            "8" => "PCMA",
            "9" => "G722",
            _ => format,
        };
    }
}
