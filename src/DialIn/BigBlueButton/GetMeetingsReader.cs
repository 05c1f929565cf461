using System.Xml;

namespace DialIn.BigBlueButton;

/// <summary>
/// Reads the answer to <c>getMeetings</c> from a stream, element by element: a large server's answer has megabytes.
/// Lenient: any order, unknown elements, numbers with separators, control characters in names. Never throws for what a server writes.
/// </summary>
internal static class GetMeetingsReader
{
    // 6,000 people on one server make about 3 million characters; five times that is no answer of a BBB server.
    private const long MaxCharacters = 16 * 1024 * 1024;

    // What create's answer writes for a meeting of its own.
    private const string NoParent = "bbb-none";

    /// <summary>Reads one answer.</summary>
    /// <param name="body">The answer's body.</param>
    /// <param name="cancellationToken">Stops the reading, also in the middle of a silent answer.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    public static async Task<GetMeetingsResult> ReadAsync(Stream body, CancellationToken cancellationToken)
    {
        try
        {
            await using var cancellable = new CancellableStream(body, cancellationToken);
            using var reader = XmlReader.Create(cancellable, Settings());
            return await ReadResponseAsync(reader, cancellationToken);
        }
        catch (XmlException fault)
        {
            // Its message can quote the document; line and position are enough to look it up.
            return GetMeetingsResult.Failed(BbbFailureKind.NotBbb, fault.LineNumber == 0
                ? "the answer is empty or a web page"
                : $"the answer is not well-formed XML at line {fault.LineNumber}, position {fault.LinePosition}");
        }
    }

    private static XmlReaderSettings Settings() => new()
    {
        Async = true,
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        MaxCharactersInDocument = MaxCharacters,
        // Names of meetings come from people; a stray control character must not make the whole server unreadable.
        CheckCharacters = false,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
    };

    private static async Task<GetMeetingsResult> ReadResponseAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        if (await reader.MoveToContentAsync() != XmlNodeType.Element || reader.LocalName != "response")
        {
            return GetMeetingsResult.Failed(BbbFailureKind.NotBbb, "the answer is not one of a BBB API");
        }

        var returnCode = "";
        var messageKey = "";
        List<BbbMeeting> meetings = [];
        await foreach (var name in XmlChildren.OfAsync(reader, cancellationToken))
        {
            switch (name)
            {
                case "returncode":
                    returnCode = await XmlChildren.TextAsync(reader, cancellationToken);
                    break;
                case "messageKey":
                    messageKey = await XmlChildren.TextAsync(reader, cancellationToken);
                    break;
                case "meetings":
                    await ReadMeetingsAsync(reader, meetings, cancellationToken);
                    break;
            }
        }

        return BbbFailure.Of(returnCode, messageKey) is { } failure ? GetMeetingsResult.Failed(failure) : GetMeetingsResult.Answered(meetings);
    }

    private static async Task ReadMeetingsAsync(XmlReader reader, List<BbbMeeting> meetings, CancellationToken cancellationToken)
    {
        await foreach (var name in XmlChildren.OfAsync(reader, cancellationToken))
        {
            if (name == "meeting")
            {
                meetings.Add(await ReadMeetingAsync(reader, cancellationToken));
            }
        }
    }

    private static async Task<BbbMeeting> ReadMeetingAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        var meeting = new BbbMeeting();
        // Direct children only: an operator's metadata may well hold an element called voiceBridge.
        await foreach (var name in XmlChildren.OfAsync(reader, cancellationToken))
        {
            meeting = name switch
            {
                "meetingID" => meeting with { MeetingId = await XmlChildren.TextAsync(reader, cancellationToken) },
                "internalMeetingID" => meeting with { InternalId = await XmlChildren.TextAsync(reader, cancellationToken) },
                "voiceBridge" => meeting with { VoiceBridge = await XmlChildren.TextAsync(reader, cancellationToken) },
                "createTime" => meeting with { CreateTime = Number(await XmlChildren.TextAsync(reader, cancellationToken)) },
                "endTime" => meeting with { EndTime = Number(await XmlChildren.TextAsync(reader, cancellationToken)) },
                "hasBeenForciblyEnded" => meeting with { HasBeenForciblyEnded = IsTrue(await XmlChildren.TextAsync(reader, cancellationToken)) },
                "audioBridge" => meeting with { AudioBridge = NullIfEmpty(await XmlChildren.TextAsync(reader, cancellationToken)) },
                "duration" => meeting with { Duration = Number(await XmlChildren.TextAsync(reader, cancellationToken)) },
                "metadata" => await ReadMetadataAsync(reader, meeting, cancellationToken),
                "breakout" => await ReadBreakoutAsync(reader, meeting, cancellationToken),
                _ => await ReadBreakoutAsync(reader, name, meeting, cancellationToken),
            };
        }

        return meeting;
    }

    private static async Task<BbbMeeting> ReadMetadataAsync(XmlReader reader, BbbMeeting meeting, CancellationToken cancellationToken)
    {
        await foreach (var name in XmlChildren.OfAsync(reader, cancellationToken))
        {
            meeting = name switch
            {
                MeetingMetadata.MaxCallers => meeting with { MaxCallers = BbbMeeting.ReadMaxCallers(await XmlChildren.TextAsync(reader, cancellationToken)) },
                MeetingMetadata.MuteOnStart => meeting with { MuteOnStart = MeetingMetadata.ReadMuteOnStart(await XmlChildren.TextAsync(reader, cancellationToken)) },
                _ => meeting,
            };
        }

        return meeting;
    }

    // The template writes these beside the others; the guide shows them inside an element of their own.
    private static async Task<BbbMeeting> ReadBreakoutAsync(XmlReader reader, BbbMeeting meeting, CancellationToken cancellationToken)
    {
        await foreach (var name in XmlChildren.OfAsync(reader, cancellationToken))
        {
            meeting = await ReadBreakoutAsync(reader, name, meeting, cancellationToken);
        }

        return meeting;
    }

    private static async Task<BbbMeeting> ReadBreakoutAsync(XmlReader reader, string name, BbbMeeting meeting, CancellationToken cancellationToken) => name switch
    {
        "parentMeetingID" => meeting with { ParentMeetingId = await XmlChildren.TextAsync(reader, cancellationToken) is var parent && parent != NoParent ? parent : "" },
        "sequence" => meeting with { Sequence = Number(await XmlChildren.TextAsync(reader, cancellationToken)) },
        "freeJoin" => meeting with { FreeJoin = IsTrue(await XmlChildren.TextAsync(reader, cancellationToken)) },
        _ => meeting,
    };

    private static bool IsTrue(string text) => string.Equals(text, "true", StringComparison.OrdinalIgnoreCase);

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    // Older servers print numbers by the locale: 1,531,241,258,036 or 1.531.241.258.036.
    private static long Number(string text) =>
        long.TryParse(string.Concat(text.Where(char.IsAsciiDigit)), out var number) ? number : 0;
}
