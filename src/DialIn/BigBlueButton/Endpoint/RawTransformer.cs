using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Passes a request on with a URL that nobody decodes and encodes again, and all headers but those that name the way.</summary>
/// <param name="url">Where to, as it is to be sent.</param>
/// <param name="readsAnswer">Whether the answer is read here too, so that it must not be compressed.</param>
internal sealed class RawTransformer(string url, bool readsAnswer) : HttpTransformer
{
    private static readonly UriCreationOptions AsItStands = new() { DangerousDisablePathAndQueryCanonicalization = true };

    // They would name DialIn's own host and scheme, and Scalelite builds the links of recordings from them.
    private static readonly string[] OfTheWayHere = ["X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Prefix", "Forwarded"];

    /// <inheritdoc/>
    public override async ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
        proxyRequest.RequestUri = new Uri(url, AsItStands);
        // Unset: the server's own name, by which its web server knows it.
        proxyRequest.Headers.Host = null;
        foreach (var header in OfTheWayHere)
        {
            proxyRequest.Headers.Remove(header);
        }

        if (httpContext.Connection.RemoteIpAddress is { } address)
        {
            var before = httpContext.Request.Headers["X-Forwarded-For"].ToString();
            proxyRequest.Headers.Remove("X-Forwarded-For");
            var from = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            proxyRequest.Headers.TryAddWithoutValidation("X-Forwarded-For", before.Length == 0 ? from.ToString() : $"{before}, {from}");
        }

        if (readsAnswer)
        {
            proxyRequest.Headers.Remove("Accept-Encoding");
        }
    }
}
