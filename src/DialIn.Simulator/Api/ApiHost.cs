using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DialIn.Simulator.Api;

/// <summary>Serves a <see cref="BbbApi"/> over HTTP with Kestrel.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    private const string Root = "/bigbluebutton/api";
    private readonly WebApplication _application;

    private ApiHost(WebApplication application, Uri apiUrl) => (_application, ApiUrl) = (application, apiUrl);

    /// <summary>The API's base, with a slash at its end.</summary>
    public Uri ApiUrl { get; }

    /// <summary>Starts to listen.</summary>
    /// <param name="endPoint">Where; port 0 takes a free one.</param>
    /// <param name="api">Who answers.</param>
    /// <param name="delay">Awaited before each answer; a test can hold answers back with it.</param>
    /// <param name="loggers">Where Kestrel logs.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    public static async Task<ApiHost> StartAsync(
        IPEndPoint endPoint,
        BbbApi api,
        Func<CancellationToken, Task> delay,
        ILoggerFactory loggers,
        CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(endPoint));
        builder.Services.AddSingleton(loggers);
        var application = builder.Build();
        application.Run(context => AnswerAsync(context, api, delay));
        try
        {
            await application.StartAsync(cancellationToken);
        }
        catch
        {
            await application.DisposeAsync();
            throw;
        }

        return new ApiHost(application, new Uri(new Uri(application.Urls.Single()), Root + "/"));
    }

    /// <summary>Stops to listen.</summary>
    /// <param name="cancellationToken">Cancelled: connections are cut off in the middle of an answer.</param>
    public Task StopAsync(CancellationToken cancellationToken) => _application.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context, BbbApi api, Func<CancellationToken, Task> delay)
    {
        if (!context.Request.Path.StartsWithSegments(Root, out var rest))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        await delay(context.RequestAborted);
        // The checksum is over the bytes as they were sent, so the query must not be decoded and encoded again.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        var rawQuery = question < 0 ? "" : target[(question + 1)..];
        var body = new Dictionary<string, string>(StringComparer.Ordinal);
        if (context.Request.HasFormContentType)
        {
            foreach (var (name, value) in await context.Request.ReadFormAsync(context.RequestAborted))
            {
                body[name] = value.ToString();
            }
        }

        else
        {
            // BBB API: create, insertDocument: presentations as XML. Read to its end as a server does; what is in them is nobody's business here.
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
        }

        var answer = api.Handle(new ApiCall(rest.Value?.Trim('/') ?? "", rawQuery, body));
        context.Response.ContentType = "text/xml;charset=utf-8";
        await context.Response.WriteAsync(answer.ToString(SaveOptions.DisableFormatting), context.RequestAborted);
    }
}
