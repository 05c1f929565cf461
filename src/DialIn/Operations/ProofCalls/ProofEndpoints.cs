using System.ComponentModel;
using System.Text.Json.Serialization;
using DialIn.Operations.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DialIn.Operations.ProofCalls;

/// <summary><c>/api/v1/proof-calls</c>: what proof calls have found, and one more of them.</summary>
internal static class ProofEndpoints
{
    /// <summary>Adds the paths.</summary>
    public static void MapProofCalls(this IEndpointRouteBuilder api)
    {
        api.MapGet("/proof-calls", static (ProofBook book) => book.Latest)
            .RequireAuthorization(ApiPolicies.State)
            .WithTags("State")
            .WithName("ListProofCalls")
            .WithSummary("What proof calls have found")
            .WithDescription("The latest ones, the last one first, scheduled ones and those of dialin call.")
            .Produces<IReadOnlyList<ProofVerdict>>()
            .WithProblems();
        api.MapPost("/proof-calls", PlaceAsync)
            .RequireAuthorization(ApiPolicies.Control)
            .WithTags("Control")
            .WithName("PlaceProofCall")
            .WithSummary("Place a proof call")
            .WithDescription("DialIn calls one of its own numbers through a trunk, types a PIN and listens. The answer is the verdict and comes when the call is over, within two minutes.")
            .Produces<ProofVerdict>()
            .WithProblems(StatusCodes.Status400BadRequest, StatusCodes.Status409Conflict, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType)
            // Somebody has to answer, and tones take their time.
            .DisableRequestTimeout();
    }

    private static async Task<IResult> PlaceAsync(ProofRequest request, ProofTargets targets, ProofDesk desk, HttpContext context)
    {
        var faults = new Dictionary<string, string>();
        var plan = targets.Read(request, faults);
        if (plan is null)
        {
            return ApiProblems.Of(faults);
        }

        return await desk.PlaceAsync(plan, context.RequestAborted) is { } verdict
            ? Results.Ok(verdict)
            : ApiProblems.Of(StatusCodes.Status409Conflict, "There are several proof calls already; wait for one of them to end.");
    }
}

/// <summary>What is to be proved.</summary>
/// <param name="Number">Which of our numbers.</param>
/// <param name="Trunk">Through which trunk.</param>
/// <param name="Loop">Whether the call stays inside.</param>
/// <param name="Pin">A room's PIN.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ProofRequest(
    [property: Description("One of our own numbers; the trunk's, or the first one, if left out.")] string? Number,
    [property: Description("The trunk's name; may be left out where there is one trunk only.")] string? Trunk,
    [property: Description("Whether the call stays inside, without the carrier; as the trunk's ProofCalls:Loop says, if left out.")] bool? Loop,
    [property: Description("PIN of a room that is to be joined; if left out, tones are checked and no meeting is joined.")] string? Pin);
