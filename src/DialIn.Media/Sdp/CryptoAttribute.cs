using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace DialIn.Media.Sdp;

/// <summary>One <c>a=crypto</c> line that we can use: suite and key of whoever wrote it. RFC 4568 §9.2.</summary>
/// <param name="Tag">The line's number; an answer repeats that of the line it takes.</param>
/// <param name="Key">What its writer sends with.</param>
internal sealed record CryptoAttribute(int Tag, MasterKey Key)
{
    /// <summary>The attribute's name.</summary>
    public const string Name = "crypto";

    private const string KeyMethod = "inline:";
    private const int LongestLifetime = 48; // as a power of two: RFC 3711 §9.2
    private const int LongestIdentifier = 128; // bytes: RFC 4568 §6.1

    /// <summary>The lines of a media that we can use, in its order. Others are as if they were not there.</summary>
    public static IEnumerable<CryptoAttribute> Of(MediaDescription media)
    {
        foreach (var (name, value) in media.Attributes)
        {
            if (name == Name && TryParse(value, out var crypto))
            {
                yield return crypto;
            }
        }
    }

    /// <summary>Whether a media has any such line, usable or not.</summary>
    public static bool IsIn(MediaDescription media) => media.Attributes.Any(static attribute => attribute.Name == Name);

    /// <summary>Reads the value of an attribute. Never throws.</summary>
    /// <returns>False for a line that is wrong, or wants what we do not do; RFC 4568 §5.1.2 lets us pass over it.</returns>
    public static bool TryParse(string? value, [NotNullWhen(true)] out CryptoAttribute? crypto)
    {
        crypto = null;
        var fields = value?.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries) ?? [];
        if (fields.Length < 3
            || !IsTag(fields[0]) || CryptoSuite.Find(fields[1]) is not { } suite
            || !TryParseKey(suite, fields[2], out var key)
            || !fields.AsSpan(3).ToArray().All(IsHarmless))
        {
            return false;
        }

        crypto = new CryptoAttribute(int.Parse(fields[0], CultureInfo.InvariantCulture), key);
        return true;
    }

    /// <summary>The line with the key in it.</summary>
    public SdpAttribute ToAttribute() =>
        new(Name, string.Create(CultureInfo.InvariantCulture, $"{Tag} {Key.Suite.Name} {KeyMethod}{Key.Reveal()}"));

    // RFC 4568 §6.1: inline:<key||salt>["|"lifetime]["|"identifier":"length]. Several keys at once, parted by ";", are for
    // streams that change keys without signalling; nobody who calls does that, and such a line is passed over.
    private static bool TryParseKey(CryptoSuite suite, string text, [NotNullWhen(true)] out MasterKey? key)
    {
        key = null;
        if (!text.StartsWith(KeyMethod, StringComparison.OrdinalIgnoreCase) || text.Contains(';', StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text[KeyMethod.Length..].Split('|');
        var hasIdentifier = parts[^1].Contains(':', StringComparison.Ordinal);
        var identifier = Array.Empty<byte>();
        return parts.Length <= 3
            && (!hasIdentifier || (parts.Length > 1 && TryParseIdentifier(parts[^1], out identifier)))
            && parts[1..(hasIdentifier ? ^1 : ^0)].Length <= 1
            && parts[1..(hasIdentifier ? ^1 : ^0)].All(IsLifetime)
            && MasterKey.TryParse(suite, parts[0], identifier, out key);
    }

    // Read, and not counted: a call of eight hours has a million and a half packets.
    private static bool IsLifetime(string text) => text.StartsWith("2^", StringComparison.Ordinal)
        ? IsNumber(text[2..], 2) && int.Parse(text[2..], CultureInfo.InvariantCulture) <= LongestLifetime
        : IsNumber(text, 15) && long.Parse(text, CultureInfo.InvariantCulture) <= 1L << LongestLifetime;

    private static bool TryParseIdentifier(string text, out byte[] identifier)
    {
        identifier = [];
        if (text.Split(':') is not [var number, var size] || !IsNumber(number, 309) || !IsNumber(size, 3)
            || int.Parse(size, CultureInfo.InvariantCulture) is not (<= LongestIdentifier and var length))
        {
            return false;
        }

        var bytes = BigInteger.Parse(number, CultureInfo.InvariantCulture).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (bytes.Length > length)
        {
            return false;
        }

        identifier = [.. new byte[length - bytes.Length], .. bytes];
        return true;
    }

    // RFC 4568 §6.3. What is left out is refused with its line: another rate of key derivation, packets without encryption or
    // authentication, error correction, and what nobody knows (RFC 4568 §6.3.7).
    private static bool IsHarmless(string parameter) =>
        parameter is "KDR=0" or "FEC_ORDER=FEC_SRTP"
        || parameter.StartsWith('-')
        || (parameter.StartsWith("WSH=", StringComparison.Ordinal) && IsNumber(parameter["WSH=".Length..], 9));

    // Leading zeros would not come back in an answer; 0 itself is a number as any other.
    private static bool IsTag(string text) => text == "0" || IsNumber(text, 9);

    private static bool IsNumber(string text, int mostDigits) =>
        text.Length > 0 && text.Length <= mostDigits && text[0] != '0' && text.All(char.IsAsciiDigit);
}
