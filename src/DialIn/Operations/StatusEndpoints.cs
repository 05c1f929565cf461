using DialIn.Calls;
using DialIn.Meetings;
using DialIn.Pins;
using DialIn.Secrets;
using DialIn.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations;

/// <summary>Probes, and the live state for those who hold the token.</summary>
internal static class StatusEndpoints
{
    private const string Bearer = "Bearer ";

    /// <summary>Adds <c>/health/live</c>, <c>/health/ready</c> and <c>/api/v1/calls</c>, <c>/trunks</c>, <c>/servers</c>, <c>/announcements</c>.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="tokens">Decides about what the API's callers show.</param>
    public static void MapStatus(this IEndpointRouteBuilder routes, ApiTokens tokens)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapGet("/health/ready", (LiveCalls calls) =>
            calls.IsDraining ? Results.Text("draining", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ready"));

        var api = routes.MapGroup("/api/v1").AddEndpointFilter(async (context, next) =>
            await RefusalOfAsync(context.HttpContext, tokens) ?? await next(context));
        api.MapGet("/calls", (LiveCalls calls) => calls.Snapshot());
        api.MapGet("/trunks", (TrunkRegistrations trunks) => trunks.Statuses);
        api.MapCallerNames();
        api.MapAnnouncements();
        api.MapGet("/servers", (MeetingDirectory meetings) => meetings.Servers.Select(server => new
        {
            server.Name,
            State = server.State.ToString(),
            server.Meetings,
            server.AnsweredAt,
        }));
    }

    private static async Task<IResult?> RefusalOfAsync(HttpContext context, ApiTokens tokens)
    {
        var shown = context.Request.Headers.Authorization.ToString();
        try
        {
            return shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && await tokens.IsValidAsync(shown[Bearer.Length..], context.RequestAborted)
                ? null
                : Results.Problem("Send a token as 'Authorization: Bearer': one of 'dialin token create', or that of Http:ApiToken.", statusCode: StatusCodes.Status401Unauthorized);
        }
        catch (StoreUnavailableException)
        {
            // Whether the token has ended cannot be known now.
            return Results.Problem("The database does not answer.", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
