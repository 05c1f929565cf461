using System.Text;
using DialIn.BigBlueButton.Endpoint;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace DialIn.Tests.BigBlueButton.Endpoint;

/// <summary>A request as it came to a server.</summary>
internal sealed record SeenRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The query string as it came.</summary>
    public string Query => Target.Contains('?', StringComparison.Ordinal) ? Target[(Target.IndexOf('?', StringComparison.Ordinal) + 1)..] : "";

    /// <summary>The parameters of URL and form, decoded.</summary>
    public IReadOnlyDictionary<string, string> Parameters => RawQuery.Of(Query).Parameters.Concat(RawQuery.Of(IsForm ? Body : "").Parameters)
        .ToLookup(static parameter => parameter.Name, static parameter => parameter.Value)
        .ToDictionary(static group => group.Key, static group => group.First());

    private bool IsForm => Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal);

    public static async Task<SeenRequest> OfAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        return new SeenRequest(
            context.Request.Method,
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget,
            context.Request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            await reader.ReadToEndAsync(context.RequestAborted));
    }
}
