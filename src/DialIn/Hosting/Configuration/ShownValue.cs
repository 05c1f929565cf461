using System.Text.RegularExpressions;

namespace DialIn.Hosting.Configuration;

/// <summary>A value of the configuration as it may be printed: somebody may have written a password into a URL or beside a host.</summary>
internal static partial class ShownValue
{
    private const string Hidden = "****";
    private const string LeftOut = "…";

    /// <summary>The value without the password of <c>user:password@host</c>, and without what stands behind <c>password=</c> and the like.</summary>
    public static string? Of(string? text)
    {
        if (text is null)
        {
            return null;
        }

        text = WithoutNamed(text);
        var user = UserIn(text);
        var at = text.LastIndexOf('@');
        var password = at <= user ? -1 : text.IndexOf(':', user, at - user);
        return password < 0 ? text : $"{text[..password]}:{Hidden}{text[at..]}";
    }

    /// <summary>
    /// The value without all that stands before <c>@</c>, and without the query of a URL: for keys whose URL has a user or a query
    /// only by a slip, and a token of any name, or without one, may be either.
    /// </summary>
    public static string? WithoutUserAndQuery(string? text)
    {
        if (text is null)
        {
            return null;
        }

        text = WithoutNamed(text);
        var user = UserIn(text);
        var at = text.LastIndexOf('@');
        var query = text.IndexOf('?', user);
        if (query >= 0 && query < at)
        {
            // A password with a question mark, or a query with an @: one would hide what the other shows.
            return $"{text[..user]}{LeftOut}";
        }

        var shown = query < 0 ? text : $"{text[..(query + 1)]}{LeftOut}";
        return at < user ? shown : $"{shown[..user]}{LeftOut}{shown[at..]}";
    }

    // To the end: what parts such pairs differs from one form to the other, and a password may hold it.
    private static string WithoutNamed(string text) => NamedSecret().Replace(text, $"${{name}}{Hidden}");

    // Where a user would stand: behind a scheme, which is first of all, for a password and a query may hold the same signs.
    private static int UserIn(string text)
    {
        var end = text.AsSpan().IndexOfAny(":?@");
        return end < 0 ? 0
            : text.AsSpan(end).StartsWith("://") ? end + "://".Length
            : text[..(end + 1)].ToUpperInvariant() is "SIP:" or "SIPS:" ? end + 1
            : 0;
    }

    [GeneratedRegex(@"(?<name>(password|passwd|pwd|\bpw|secret|token|key|checksum)\s*=\s*)[^\s].*", RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex NamedSecret();
}
