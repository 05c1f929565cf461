using System.Globalization;

namespace DialIn.Sip.Messages;

/// <summary>The order of a request within its dialog, RFC 3261 §20.16.</summary>
/// <param name="Number">The sequence number, 32 bits without sign.</param>
/// <param name="Method">The method of the request.</param>
public readonly record struct CSeq(uint Number, SipMethod Method)
{
    /// <summary>Reads <c>number method</c>.</summary>
    public static bool TryParse(string? text, out CSeq cseq)
    {
        cseq = default;
        var value = Tokens.Trim(text);
        var space = value.IndexOfAny(" \t\r\n");
        if (space < 0 || !uint.TryParse(value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || !SipMethod.TryParse(Tokens.Trim(value[space..]), out var method))
        {
            return false;
        }

        cseq = new CSeq(number, method);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number} {Method}");
}
