using System.Text;
using DialIn.BigBlueButton;
using DialIn.BigBlueButton.Hooks;
using DialIn.Meetings;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace DialIn.Operations;

/// <summary><c>POST /hooks/bigbluebutton/{server}</c>: what bbb-webhooks tells. A body holds passwords of meetings; nothing of it is logged.</summary>
internal sealed class HookEndpoint(ServerLines lines, ServerSecrets secrets, MeetingDirectory meetings, TimeProvider time, ILogger<HookEndpoint> logger)
{
    /// <summary>The path, with the server's name.</summary>
    public const string Path = "/hooks/bigbluebutton/{server}";

    // A meeting-created event with a hundred metadata has some 20 kB, urlencoded 60.
    private const int MaxBody = 256 * 1024;
    private const string Bearer = "Bearer ";
    private const string Checksum = "checksum=";

    private readonly RareLine _refused = new(time, TimeSpan.FromMinutes(1));

    /// <summary>Adds the endpoint.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(Path, (string server, HttpContext context) => TakeAsync(server, context));

    private async Task<IResult> TakeAsync(string serverName, HttpContext context)
    {
        if (lines.Find(serverName) is not { } line)
        {
            return Results.NotFound();
        }

        if (await ReadAsync(context) is not { } body)
        {
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
        }

        var form = HookForm.Read(body);
        if (!IsProved(line.Server, body, form, context.Request))
        {
            if (_refused.IsDue())
            {
                DialInLog.HookRefused(logger, serverName);
            }

            // bbb-webhooks takes a 401 for delivered and does not repeat it.
            return Results.Unauthorized();
        }

        if (HookEventReader.Read(form.Event, serverName) is not { } news)
        {
            // Repeating it would not make it better.
            return Results.StatusCode(StatusCodes.Status202Accepted);
        }

        DialInLog.HookTaken(logger, serverName, news.Count);
        var now = time.GetTimestamp();
        foreach (var one in news)
        {
            await line.TakeAsync(one, meetings, now);
        }

        return Results.Ok();
    }

    private static async Task<string?> ReadAsync(HttpContext context)
    {
        try
        {
            return await BoundedBody.ReadAsync(context.Request, MaxBody) is { } body ? Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length) : null;
        }
        catch (BadHttpRequestException)
        {
            return null;
        }
    }

    private bool IsProved(ServerOptions server, string body, HookForm form, HttpRequest request)
    {
        var (active, other) = secrets.Find(server);
        string[] known = other is null ? [active.Text] : [active.Text, other.Text];
        var shown = request.Headers.Authorization.ToString();
        if (shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return HookProof.IsSecret(shown[Bearer.Length..], known);
        }

        var checksum = request.Query["checksum"].ToString();
        return HookProof.IsSigned(checksum, CallbackUrls(server, request), body, form, known, server.Hooks.Checksum);
    }

    // What webhooks were given as our URL is part of what they sign. A permanent hook was given by the operator, and only the request tells how.
    private static List<string> CallbackUrls(ServerOptions server, HttpRequest request)
    {
        var target = request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var at = target.LastIndexOf(Checksum, StringComparison.Ordinal);
        var path = at > 0 ? target[..(at - 1)] : target;
        List<string> urls = [$"https://{request.Host}{path}", $"http://{request.Host}{path}"];
        if (server.Hooks.CallbackUrl is { } configured)
        {
            urls.Add(configured);
        }

        return urls;
    }
}
