using System.Security.Claims;
using DialIn.Operations.Api;
using DialIn.Secrets;
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
        .WithDescription("Server-sent events: state has all that the console shows, as JSON; heartbeat comes when nothing changes; stale when the state cannot be put together, until the next state; bye is the last one when the program ends.")
        .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
        .WithProblems();

    private static IResult Watch(EventFeed feed, ApiTokens tokens, ConsoleSessions sessions, HttpContext context)
    {
        var tokenHash = context.User.FindFirstValue(ClaimTypes.Hash) ?? "";
        if (feed.RefusalFor(tokenHash) is { } refusal)
        {
            context.Response.Headers.RetryAfter = "5";
            return ApiProblems.Of(
                StatusCodes.Status503ServiceUnavailable,
                refusal == WatchRefusal.Ending
                    ? "DialIn is ending. Try again."
                    : $"Too many look on already: {EventFeed.MostViewers} may, and {EventFeed.MostOfToken} with the same token. Try again.");
        }

        // nginx would keep events back until its buffer is full.
        context.Response.Headers["X-Accel-Buffering"] = "no";
        var isSession = context.Request.Headers.Authorization.Count == 0;
        return TypedResults.ServerSentEvents(feed.WatchAsync(
            tokenHash,
            // The token itself as well as the session, and what it may do: all of them end while a stream goes on.
            async () => (isSession ? await sessions.FindAsync(context) : await tokens.FindHashedAsync(tokenHash, context.RequestAborted)) is { } grant
                && ApiPolicies.Roles[ApiPolicies.State].Contains(grant.Role),
            context.RequestAborted));
    }
}
