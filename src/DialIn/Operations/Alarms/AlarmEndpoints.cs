using DialIn.Operations.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations.Alarms;

/// <summary><c>GET /api/v1/alarms</c>: what is wrong now.</summary>
internal static class AlarmEndpoints
{
    /// <summary>Adds it.</summary>
    /// <param name="api">The group of the API.</param>
    public static void MapAlarms(this IEndpointRouteBuilder api) => api.MapGet("/alarms", static (AlarmBoard board) => board.Alarms)
        .RequireAuthorization(ApiPolicies.State)
        .WithTags("State")
        .WithName("ListAlarms")
        .WithSummary("What is wrong now")
        .WithDescription("In one list, those of which callers suffer first. What is mended is not in it any more within seconds.")
        .Produces<IReadOnlyList<Alarm>>(StatusCodes.Status200OK)
        .WithProblems();
}
