using System.Buffers;
using System.Globalization;
using System.Text;

namespace DialIn.Sip.Messages;

/// <summary>Writes messages as bytes. Content-Length is always there, always last, and always right.</summary>
public static class SipWriter
{
    /// <summary>Writes a message.</summary>
    /// <param name="message">The message; a Content-Length among its headers is replaced.</param>
    /// <param name="output">Where to.</param>
    public static void Write(SipMessage message, IBufferWriter<byte> output)
    {
        WriteLine(OneLine(message.ToString()!), output);
        foreach (var header in message.Headers)
        {
            if (header.Name == HeaderNames.ContentLength)
            {
                continue;
            }

            WriteText(header.Name, output);
            output.Write(": "u8);
            WriteLine(header.Value, output);
        }

        // RFC 3261 §18.3: a stream needs the length, and over UDP it guards against bytes behind the body.
        WriteText(HeaderNames.ContentLength, output);
        output.Write(": "u8);
        WriteLine(message.Body.Length.ToString(CultureInfo.InvariantCulture), output);
        output.Write("\r\n"u8);
        output.Write(message.Body.Span);
    }

    /// <summary>Writes a message into an array of its own.</summary>
    public static byte[] ToBytes(SipMessage message)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        Write(message, output);
        return output.WrittenSpan.ToArray();
    }

    // Headers cannot hold a line end; a reason phrase or a URI made by a caller might.
    private static string OneLine(string text) => Tokens.HasLineEnd(text) ? text.Replace('\r', ' ').Replace('\n', ' ') : text;

    private static void WriteLine(string text, IBufferWriter<byte> output)
    {
        WriteText(text, output);
        output.Write("\r\n"u8);
    }

    private static void WriteText(string text, IBufferWriter<byte> output) => Encoding.UTF8.GetBytes(text.AsSpan(), output);
}
