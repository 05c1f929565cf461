using System.Globalization;

namespace DialIn.Sip.Messages;

/// <summary>Which provisional response a PRACK confirms, RFC 3262 §7.2.</summary>
/// <param name="RSeq">The response's own number.</param>
/// <param name="CSeq">The request that it answered.</param>
internal readonly record struct RAck(uint RSeq, CSeq CSeq)
{
    /// <summary>Reads <c>rseq number method</c>.</summary>
    public static bool TryParse(string? text, out RAck rack)
    {
        rack = default;
        var value = Tokens.Trim(text);
        var space = value.IndexOfAny(" \t\r\n");
        if (space < 0 || !TryParseRSeq(value[..space], out var rseq) || !CSeq.TryParse(Tokens.Trim(value[space..]).ToString(), out var cseq))
        {
            return false;
        }

        rack = new RAck(rseq, cseq);
        return true;
    }

    /// <summary>Reads the value of RSeq: never 0, RFC 3262 §7.1.</summary>
    public static bool TryParseRSeq(ReadOnlySpan<char> text, out uint rseq) =>
        uint.TryParse(Tokens.Trim(text), NumberStyles.None, CultureInfo.InvariantCulture, out rseq) && rseq > 0;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{RSeq} {CSeq}");
}
