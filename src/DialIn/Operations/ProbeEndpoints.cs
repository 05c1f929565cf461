using DialIn.Calls;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations;

/// <summary>Probes of whoever supervises the process. They need no token and tell nothing else.</summary>
internal static class ProbeEndpoints
{
    /// <summary>Adds <c>/health/live</c> and <c>/health/ready</c>.</summary>
    public static void MapProbes(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => Results.Text("live")).ExcludeFromDescription();
        routes.MapGet("/health/ready", (LiveCalls calls) =>
            calls.IsDraining ? Results.Text("draining", statusCode: StatusCodes.Status503ServiceUnavailable) : Results.Text("ready")).ExcludeFromDescription();
    }
}
