using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>The first line of a message, RFC 3261 §7.1 and RFC 3261 §7.2.</summary>
internal readonly record struct StartLine(SipMethod Method, SipUri? RequestUri, string Version, int StatusCode, string ReasonPhrase)
{
    /// <summary>Whether it is a status line.</summary>
    public bool IsResponse => RequestUri is null;

    /// <summary>Takes a line apart. What stands between the first and the last space of a request line is the URI, whatever it is.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="startLine">The parts.</param>
    /// <param name="fault">Where in the line the fault is.</param>
    public static bool TryParse(ReadOnlySpan<byte> line, out StartLine startLine, out int fault) =>
        line.Length >= 4 && Ascii.EqualsIgnoreCase(line[..4], "SIP/"u8)
            ? TryParseStatus(line, out startLine, out fault)
            : TryParseRequest(line, out startLine, out fault);

    private static bool TryParseRequest(ReadOnlySpan<byte> line, out StartLine startLine, out int fault)
    {
        startLine = default;
        var first = line.IndexOf((byte)' ');
        var last = line.LastIndexOf((byte)' ');
        fault = 0;
        if (first < 0 || !SipMethod.TryParse(WireText.Decode(line[..first]), out var method))
        {
            return false;
        }

        fault = last;
        if (last == first)
        {
            return false;
        }

        var uriText = WireText.Decode(line[(first + 1)..last]);
        var uri = SipUri.TryParse(uriText, out var parsed) ? parsed : SipUri.Unreadable(uriText);
        startLine = new StartLine(method, uri, VersionText(line[(last + 1)..]), 0, string.Empty);
        return true;
    }

    private static bool TryParseStatus(ReadOnlySpan<byte> line, out StartLine startLine, out int fault)
    {
        startLine = default;
        var space = line.IndexOf((byte)' ');
        fault = space < 0 ? line.Length : space + 1;
        if (space < 0)
        {
            return false;
        }

        var rest = line[fault..];
        if (rest.Length < 3 || rest[..3].ContainsAnyExceptInRange((byte)'0', (byte)'9') || (rest.Length > 3 && rest[3] != ' '))
        {
            return false;
        }

        var status = ((rest[0] - '0') * 100) + ((rest[1] - '0') * 10) + (rest[2] - '0');
        var reason = rest.Length > 3 ? WireText.Decode(rest[4..]) : string.Empty;
        startLine = new StartLine(default, null, VersionText(line[..space]), status, reason);
        return status is >= 100 and <= 699;
    }

    private static string VersionText(ReadOnlySpan<byte> bytes) => bytes.SequenceEqual("SIP/2.0"u8) ? SipVersion.Text : WireText.Decode(bytes);
}
