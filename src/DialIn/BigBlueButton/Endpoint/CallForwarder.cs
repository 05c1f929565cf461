using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace DialIn.BigBlueButton.Endpoint;

/// <summary>Passes calls on, bodies streamed in both directions, and says it in BBB's words when a server cannot be reached. Thread-safe.</summary>
internal sealed class CallForwarder(IHttpForwarder forwarder, TimeSpan timeout, EndpointMeters meters, ILogger<CallForwarder> logger) : IDisposable
{
    // A server that is up answers a connection in milliseconds; front ends give up after ten seconds.
    private static readonly TimeSpan ConnectWithin = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, bool> _lost = new(StringComparer.Ordinal);

    private readonly ForwarderRequestConfig _config = new()
    {
        ActivityTimeout = timeout,
        // What each front end has always spoken with BBB.
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
    };

    private readonly HttpMessageInvoker _invoker = new(new SocketsHttpHandler
    {
        // Redirects, cookies and compression are between the front end and the server.
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
        ConnectTimeout = ConnectWithin,
        // A server moves by DNS.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    });

    /// <summary>Passes a call on, and its answer back.</summary>
    /// <param name="context">The request.</param>
    /// <param name="upstream">Where to.</param>
    /// <param name="url">The URL there, as it is to be sent.</param>
    /// <param name="readsAnswer">Whether the answer is read here too.</param>
    /// <returns>Whether the server answered.</returns>
    public async Task<bool> ForwardAsync(HttpContext context, Upstream upstream, string url, bool readsAnswer = false)
    {
        var error = await forwarder.SendAsync(
            context, upstream.Server.ApiUrl, _invoker, _config, new RawTransformer(url, readsAnswer), context.RequestAborted);
        switch (error)
        {
            case ForwarderError.None:
                Answered(upstream);
                return true;
            case ForwarderError.Request or ForwarderError.RequestCreation or ForwarderError.RequestBodyDestination or ForwarderError.ResponseHeaders:
                await FailedAsync(context, upstream, error, BbbFault.NotReached);
                return false;
            case ForwarderError.RequestTimedOut:
                await FailedAsync(context, upstream, error, BbbFault.TimedOut);
                return false;
            default:
                // The front end left, or the connection broke in the middle of an answer: it was told so by the connection itself.
                DialInLog.ExchangeBroken(logger, upstream.Name, error);
                return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _invoker.Dispose();

    private void Answered(Upstream upstream)
    {
        if (_lost.TryRemove(upstream.Name, out _))
        {
            DialInLog.UpstreamBack(logger, upstream.Name);
        }
    }

    private async Task FailedAsync(HttpContext context, Upstream upstream, ForwarderError error, BbbFault fault)
    {
        meters.CountUnreached(upstream.Name);
        if (_lost.TryAdd(upstream.Name, true))
        {
            DialInLog.UpstreamLost(logger, upstream.Name, error);
        }

        if (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            await fault.WriteAsync(context);
        }
    }
}
