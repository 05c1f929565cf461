using DialIn.Operations.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations.Console;

/// <summary><c>GET /api/v1/events</c>: the state, again whenever it has changed, as server-sent events.</summary>
internal static class EventEndpoints
{
    /// <summary>Adds it.</summary>
    /// <param name="api">The group of the API.</param>
    public static void MapEvents(this IEndpointRouteBuilder api) => api.MapGet("/events", Watch)
        .RequireAuthorization(ApiPolicies.State)
        .WithMetadata(new DisableRequestTimeoutAttribute())
        .WithTags("State")
        .WithName("WatchState")
        .WithSummary("The state, again whenever it has changed")
        .WithDescription("Server-sent events: state has all that the console shows, as JSON; heartbeat comes when nothing changes; bye is the last one when the program ends.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .WithProblems();

    private static IResult Watch(EventFeed feed, ConsoleSessions sessions, HttpContext context)
    {
        var isSession = context.Request.Headers.Authorization.Count == 0;
        if (feed.Watch(async () => !isSession || await sessions.FindAsync(context) is not null, context.RequestAborted) is not { } events)
        {
            context.Response.Headers.RetryAfter = "5";
            return ApiProblems.Of(StatusCodes.Status503ServiceUnavailable, $"{EventFeed.MostViewers} look on already, or the program is ending. Try again.");
        }

        // nginx would keep events back until its buffer is full.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(events);
    }
}
