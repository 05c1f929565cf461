using System.Runtime.CompilerServices;
using System.Text;
using System.Xml;

namespace DialIn.BigBlueButton;

/// <summary>Walks the direct children of an element of a forward-only reader, whatever the visitor reads or leaves of each.</summary>
internal static class XmlChildren
{
    /// <summary>
    /// Yields the name of each child element, the reader on its start. The visitor may read the child's inside up to its end
    /// tag or leave it alone. Afterwards the reader is on the parent's end tag.
    /// </summary>
    public static async IAsyncEnumerable<string> OfAsync(XmlReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (reader.IsEmptyElement)
        {
            yield break;
        }

        var depth = reader.Depth;
        while (await reader.ReadAsync() && reader.Depth > depth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            // Whatever is deeper was left alone by the visitor.
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == depth + 1)
            {
                yield return reader.LocalName;
            }
        }
    }

    /// <summary>The text directly inside the element that the reader is on, trimmed. Leaves the reader on its end tag.</summary>
    public static async Task<string> TextAsync(XmlReader reader, CancellationToken cancellationToken)
    {
        if (reader.IsEmptyElement)
        {
            return "";
        }

        var depth = reader.Depth;
        var text = new StringBuilder();
        while (await reader.ReadAsync() && reader.Depth > depth)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (reader.Depth == depth + 1 && reader.NodeType is XmlNodeType.Text or XmlNodeType.CDATA)
            {
                text.Append(await reader.GetValueAsync());
            }
        }

        return text.ToString().Trim();
    }
}
