using System.Buffers;

namespace DialIn.Sip.Messages;

/// <summary>The character classes of RFC 3261 §25.1 that more than one header needs.</summary>
internal static class Tokens
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly SearchValues<char> TokenChars = SearchValues.Create(Alphanumeric + "-.!%*_+`'~");

    /// <summary>What a parameter's value may hold without quotes: token, host, and the characters of URI parameters.</summary>
    private static readonly SearchValues<char> BareValueChars = SearchValues.Create(Alphanumeric + "-.!%*_+`'~[]:/&$()@");

    private static readonly SearchValues<char> LineEnds = SearchValues.Create("\r\n");

    /// <summary>Whether the text is a token: at least one character, none of them a separator.</summary>
    public static bool IsToken(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(TokenChars);

    /// <summary>Whether a parameter's value can stand without quotes.</summary>
    public static bool IsBareValue(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExcept(BareValueChars);

    /// <summary>Whether the text would end a header line; such text must never be written into a message.</summary>
    public static bool HasLineEnd(ReadOnlySpan<char> text) => text.ContainsAny(LineEnds);

    /// <summary>Removes the linear white space around a value.</summary>
    public static ReadOnlySpan<char> Trim(ReadOnlySpan<char> text) => text.Trim(" \t\r\n");
}
