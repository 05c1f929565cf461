using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>A call of the endpoint as it was sent. Never printed: its query holds passwords.</summary>
/// <param name="Path">What follows <c>/bigbluebutton/api</c>, as sent; empty or from a slash on.</param>
/// <param name="RawQuery">The query string as sent, without the question mark; <see langword="null"/> if there was none.</param>
internal sealed record EndpointCall(string Path, string? RawQuery)
{
    /// <summary>Where the endpoint is. BBB API: base URL.</summary>
    public const string Root = "/bigbluebutton/api";

    /// <summary>The call's name as it is signed: <c>create</c>, <c>hooks/create</c>; empty for the version.</summary>
    public string Name => Path.Trim('/');

    /// <summary>Reads a request; <see langword="null"/> for a path that could mean another place to the server than here.</summary>
    public static EndpointCall? Of(HttpContext context)
    {
        // The bytes as sent: what ASP.NET makes of them is decoded, and the checksum is over the encoded ones.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var path = question < 0 ? target : target[..question];
        if (!path.StartsWith(Root, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = path[Root.Length..];
        var isOurs = rest.Length == 0 || rest[0] == '/';
        return isOurs && IsPlain(rest) ? new EndpointCall(rest, question < 0 ? null : target[(question + 1)..]) : null;
    }

    /// <summary>The same call at a server, with this query string.</summary>
    /// <param name="apiUrl">Base of the server's API.</param>
    /// <param name="query">The query string; <see langword="null"/> for none.</param>
    public string At(string apiUrl, string? query)
    {
        var url = apiUrl.TrimEnd('/') + Path;
        return query is null ? url : $"{url}?{query}";
    }

    // What is not known to be harmless is refused: Tomcat takes ';' and what follows out of each part, then decodes, then resolves the dots.
    private static bool IsPlain(string path)
    {
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '%')
            {
                if (i + 2 >= path.Length
                    || !byte.TryParse(path.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var encoded)
                    || !IsHarmless((char)encoded))
                {
                    return false;
                }

                i += 2;
            }
            else if (!char.IsAsciiLetterOrDigit(path[i]) && path[i] is not ('/' or '-' or '.' or '_'))
            {
                return false;
            }
        }

        return !path.Contains("//", StringComparison.Ordinal) && path.Split('/').All(static part => part is not ("." or ".."));
    }

    // Encoded, a letter would be a call by another name than the one that was signed, and all that is not ASCII perhaps a dot in disguise.
    private static bool IsHarmless(char encoded) =>
        encoded is >= ' ' and <= '~' && !char.IsAsciiLetterOrDigit(encoded) && encoded is not ('/' or '\\' or '.' or ';' or '%' or '?' or '#' or '-' or '_');

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
