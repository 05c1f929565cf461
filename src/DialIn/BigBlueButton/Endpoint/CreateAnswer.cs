using System.Globalization;
using System.Xml;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>What a server said to <c>create</c>.</summary>
/// <param name="IsSuccess">Whether the meeting is there now.</param>
/// <param name="IsNew">Whether it was not there before.</param>
/// <param name="Meeting">The meeting, as far as the answer tells.</param>
internal sealed record CreateAnswer(bool IsSuccess, bool IsNew, BbbMeeting Meeting)
{
    private static readonly CreateAnswer None = new(false, false, new BbbMeeting());

    /// <summary>Reads an answer's beginning. Never throws for what a server writes: it has reached the front end already.</summary>
    public static CreateAnswer Read(ReadOnlyMemory<byte> answer)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var stream = new MemoryStream(answer.ToArray(), writable: false);
            using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, CheckCharacters = false });
            if (reader.MoveToContent() != XmlNodeType.Element || reader.LocalName != "response")
            {
                return None;
            }

            reader.Read();
            while (reader.MoveToContent() == XmlNodeType.Element)
            {
                var name = reader.LocalName;
                // An element with elements in it is none of those that are looked for.
                using var inside = reader.ReadSubtree();
                found.TryAdd(name, TextOf(inside));
                inside.Close();
                reader.Read();
            }
        }
        catch (XmlException)
        {
            // What stood before the fault, or before the end of the copy, is still true.
        }

        return Of(found);
    }

    private static CreateAnswer Of(Dictionary<string, string> found)
    {
        var meeting = new BbbMeeting
        {
            MeetingId = found.GetValueOrDefault("meetingID", ""),
            InternalId = found.GetValueOrDefault("internalMeetingID", ""),
            VoiceBridge = found.GetValueOrDefault("voiceBridge", ""),
            CreateTime = long.TryParse(found.GetValueOrDefault("createTime"), NumberStyles.None, CultureInfo.InvariantCulture, out var time) ? time : 0,
            HasBeenForciblyEnded = found.GetValueOrDefault("hasBeenForciblyEnded") == "true",
            AudioBridge = found.GetValueOrDefault("audioBridge") is { Length: > 0 } audio ? audio : null,
        };
        return new CreateAnswer(
            found.GetValueOrDefault("returncode") == "SUCCESS" && meeting.MeetingId.Length > 0,
            found.GetValueOrDefault("messageKey") != "duplicateWarning",
            meeting);
    }

    private static string TextOf(XmlReader inside)
    {
        var text = new System.Text.StringBuilder();
        while (inside.Read())
        {
            if (inside.Depth == 1 && inside.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text.Append(inside.Value);
            }
        }

        return text.ToString().Trim();
    }
}
