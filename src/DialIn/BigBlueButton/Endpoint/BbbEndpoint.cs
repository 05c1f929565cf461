using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>
/// DialIn as a BBB API: every call goes to a server as it came, but for <c>create</c>, which gets number and PIN, and <c>end</c>, of which the directory is told. Where the server has
/// another secret than the front end, each call is signed anew.
/// </summary>
internal sealed class BbbEndpoint(
    FrontEnds frontEnds,
    CallRouter router,
    CallForwarder forwarder,
    CreateHandler creates,
    EndHandler ends,
    BbbEndpointOptions options,
    EndpointMeters meters,
    TimeProvider time,
    ILogger<BbbEndpoint> logger)
{
    // Whoever knows the address can send wrong checksums, as many as they like.
    private readonly RareLine _refused = new(time, TimeSpan.FromMinutes(1));

    /// <summary>Answers one request.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        if (EndpointCall.Of(context) is not { } call)
        {
            await BbbFault.Unsupported.WriteAsync(context);
            return;
        }

        if (await SignedCall.ReadAsync(context, call, frontEnds, router.IsCluster) is not { } signed)
        {
            await BbbFault.TooLarge.WriteAsync(context);
            return;
        }

        if (signed is { Signer: null, HasChecksum: true } && !router.AreSecretsShared(frontEnds))
        {
            // The server's own refusal would be about our signature, which is right.
            await RefuseAsync(context, call);
            return;
        }

        if (signed.Signer is not null)
        {
            AllowLargeBody(context);
        }

        if (await router.RouteAsync(context, signed) is { } upstream)
        {
            await PassAsync(context, signed, upstream);
        }
    }

    private async Task PassAsync(HttpContext context, SignedCall call, Upstream upstream)
    {
        if (call.Signer is not null && call.Call.Name == SignedCall.Create)
        {
            await creates.HandleAsync(context, call, upstream);
            return;
        }

        var url = UrlOf(context, call, upstream);
        if (call.Call.Name == "join" && options.Joins == JoinMode.Redirect && !upstream.IsLoadBalancer && HttpMethods.IsGet(context.Request.Method))
        {
            // 302 as BBB and load balancers answer; the browser's session belongs to the host that it is sent to.
            context.Response.StatusCode = StatusCodes.Status302Found;
            context.Response.Headers.Location = url;
            return;
        }

        if (call.Signer is not null && call.Call.Name == SignedCall.End)
        {
            await ends.HandleAsync(context, call, upstream, url);
            return;
        }

        await forwarder.ForwardAsync(context, upstream, url);
    }

    private static string UrlOf(HttpContext context, SignedCall call, Upstream upstream)
    {
        if (call.Signer is null || call.Signer.Secret == upstream.Secret)
        {
            // Byte for byte.
            return call.Call.At(upstream.Server.ApiUrl, call.Call.RawQuery);
        }

        if (call.Form is { } form && form["checksum"] is not null)
        {
            // The checksum was in the form, and goes into the URL: there each release looks for it.
            FormBody.Replace(context.Request, form.Without("checksum"));
        }

        // Webhooks of before 3.0 know SHA-1 alone, whatever else the server takes: whoever calls them has chosen.
        var algorithm = call.Call.Name.StartsWith("hooks/", StringComparison.Ordinal) ? call.Signer.Algorithm : upstream.Server.Checksum;
        return call.Call.At(upstream.Server.ApiUrl, upstream.Sign(call.Call.Name, call.Query, algorithm));
    }

    // Presentations come as one body of hundreds of megabytes. They are for those who can sign; it is streamed, never kept.
    private static void AllowLargeBody(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    private async Task RefuseAsync(HttpContext context, EndpointCall call)
    {
        meters.CountRefused();
        if (_refused.IsDue())
        {
            DialInLog.CallRefused(logger, Shown(call.Name));
        }

        await BbbFault.Checksum.WriteAsync(context);
    }

    // Whoever calls chose the name.
    private static string Shown(string name) =>
        name.Length is > 0 and <= 40 && name.All(static c => char.IsAsciiLetter(c) || c == '/') ? name : "another";
}
