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

    private static readonly string[] Confusing = ["%2e", "%2f", "%5c", "%00", "\\", "//"];

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
        return !isOurs || Confusing.Any(text => rest.Contains(text, StringComparison.OrdinalIgnoreCase)) || rest.Split('/').Any(static part => part is "." or "..")
            ? null
            : new EndpointCall(rest, question < 0 ? null : target[(question + 1)..]);
    }

    /// <summary>The same call at a server, with this query string.</summary>
    /// <param name="apiUrl">Base of the server's API.</param>
    /// <param name="query">The query string; <see langword="null"/> for none.</param>
    public string At(string apiUrl, string? query)
    {
        var url = apiUrl.TrimEnd('/') + Path;
        return query is null ? url : $"{url}?{query}";
    }

    /// <summary>The name alone.</summary>
    public override string ToString() => Name;
}
