using System.Text;

namespace DialIn.Sip.Dialogs;

/// <summary>The session description that we sent last, as text: a refresh repeats it, never what the peer sent.</summary>
/// <param name="ContentType">Its type.</param>
/// <param name="Text">The body.</param>
public sealed record SentDescription(string ContentType, string Text)
{
    internal ReadOnlyMemory<byte> Body => Encoding.UTF8.GetBytes(Text);

    internal static SentDescription? Of(ReadOnlyMemory<byte> body, string? contentType) =>
        body.IsEmpty || contentType is null ? null : new SentDescription(contentType, Encoding.UTF8.GetString(body.Span));
}
