using System.Security.Cryptography;
using System.Text;
using DialIn.Calls;
using DialIn.Meetings;
using DialIn.Trunks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations;

/// <summary>Probes, and the live state for those who hold the token.</summary>
internal static class StatusEndpoints
{
    private const string Bearer = "Bearer ";

    /// <summary>Adds <c>/health/live</c>, <c>/health/ready</c> and <c>/api/v1/calls</c>, <c>/trunks</c>, <c>/servers</c>.</summary>
    /// <param name="routes">Where to.</param>
    /// <param name="token">What the API's callers show; null or empty refuses everybody.</param>
    public static void MapStatus(this IEndpointRouteBuilder routes, string? token)
    {
        routes.MapGet("/health/live", () => Results.Text("live"));
        routes.MapGet("/health/ready", (LiveCalls calls) =>
            calls.IsDraining ? Results.Text("draining", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ready"));

        var api = routes.MapGroup("/api/v1").AddEndpointFilter(async (context, next) =>
            IsAllowed(context.HttpContext.Request, token) ? await next(context) : Results.Problem("Send the token of Http:ApiToken as 'Authorization: Bearer'.", statusCode: StatusCodes.Status401Unauthorized));
        api.MapGet("/calls", (LiveCalls calls) => calls.Snapshot());
        api.MapGet("/trunks", (TrunkRegistrations trunks) => trunks.Statuses);
        api.MapGet("/servers", (MeetingDirectory meetings) => meetings.Servers.Select(server => new
        {
            server.Name,
            State = server.State.ToString(),
            server.Meetings,
            server.AnsweredAt,
        }));
    }

    private static bool IsAllowed(HttpRequest request, string? token)
    {
        var shown = request.Headers.Authorization.ToString();
        return !string.IsNullOrEmpty(token)
            && shown.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(
                SHA256.HashData(Encoding.UTF8.GetBytes(shown[Bearer.Length..])), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
    }
}
